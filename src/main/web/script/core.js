const openBalance = (base) => {
  const origin = new URL(base).origin;
  const MOST_LOGO_BYTES = 24000;
  let opened;

  const address = ({ key, ref }) =>
    ref
      ? `${base}/?&withOptions=true&isIframe=true`
      : `${base}/?isIframe=true&withOptions=true${key ? `&key=${encodeURIComponent(key)}` : ""}`;

  /* Posting clones what is posted, which functions and elements cannot be. */
  const plain = (options) => JSON.parse(JSON.stringify(options));

  const read = (picture) =>
    new Promise((resolve, reject) => {
      const reader = new FileReader();
      reader.onload = () => resolve(reader.result);
      reader.onerror = reject;
      reader.readAsDataURL(picture);
    });

  /* The widget loads nothing from elsewhere: a logo comes to it as the picture itself, which this page may load. */
  const withLogo = async (options) => {
    if (!/^https?:/.test(options.logo ?? "")) return options;
    try {
      const picture = await (await fetch(options.logo, { signal: AbortSignal.timeout(2000), credentials: "omit" })).blob();
      return picture.size < MOST_LOGO_BYTES ? { ...options, logo: await read(picture) } : options;
    } catch {
      return options;
    }
  };

  const frame = (options) => {
    const made = document.createElement("iframe");
    made.src = address(options);
    made.title = options.title ?? "OpenBalance";
    made.allow = "clipboard-write";
    Object.assign(made.style, {
      position: "fixed", inset: "0", width: "100%", height: "100%", border: "0", zIndex: "2147483647", colorScheme: "light",
    });
    return made;
  };

  /* While the widget is up, keyboard and screen reader find nothing behind it. */
  const shield = () => {
    const behind = [...document.body.children].filter((element) => !element.inert);
    behind.forEach((element) => (element.inert = true));
    return () => behind.forEach((element) => (element.inert = false));
  };

  /** Opens the widget over the page. Opening it again closes the one before. */
  const open = (options) => {
    opened?.close();
    const before = document.activeElement;
    const scroll = document.documentElement.style.overflow;
    const made = frame(options);
    const posted = withLogo(plain(options));
    const hear = async (message) => {
      if (message.source !== made.contentWindow || message.origin !== origin) return;
      const data = message.data ?? {};
      if (data.ifameLoaded) made.contentWindow?.postMessage(await posted, origin);
      if (data.success) options.onSuccess?.(data);
      if (data.error) options.onError?.(data.error);
      if (data.event) options.onEvent?.(data.event, data.data);
      if (data.beforeClose) options.BeforeClose?.(data) ?? options.beforeClose?.(data);
      if (data.close) close();
    };
    const close = () => {
      if (!made.isConnected) return;
      removeEventListener("message", hear);
      made.remove();
      unshield();
      document.documentElement.style.overflow = scroll;
      before?.focus?.({ preventScroll: true });
      opened = undefined;
      options.onClose?.();
    };
    addEventListener("message", hear);
    const unshield = shield();
    document.body.append(made);
    document.documentElement.style.overflow = "hidden";
    made.addEventListener("load", () => made.focus(), { once: true });
    opened = { close };
    return opened;
  };

  /** Resolves with what was linked, or with null where the customer closed the widget. Rejects with an error. */
  const link = (options) =>
    new Promise((resolve, reject) => {
      let linked = null;
      let failure = null;
      open({
        ...options,
        onSuccess: (data) => { linked = data; options.onSuccess?.(data); },
        onError: (error) => { failure = error; options.onError?.(error); },
        onClose: () => { options.onClose?.(); linked || !failure ? resolve(linked) : reject(Object.assign(new Error(failure.message ?? failure.code), failure)); },
      });
    });

  /** The address of the widget with a window of its own; it comes back to `redirect_url`. */
  const page = (options) =>
    options.ref
      ? `${base}/?${new URLSearchParams({ ref: options.ref, ...(options.state && { state: options.state }) })}`
      : `${base}/#${encodeURIComponent(JSON.stringify(options))}`;

  return { open, link, page, close: () => opened?.close() };
};
