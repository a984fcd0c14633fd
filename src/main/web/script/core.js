const openBalance = (base) => {
  const origin = new URL(base).origin;
  let opened;

  const address = ({ key, ref }) =>
    ref
      ? `${base}/?&withOptions=true&isIframe=true`
      : `${base}/?isIframe=true&withOptions=true${key ? `&key=${encodeURIComponent(key)}` : ""}`;

  /* Posting clones what is posted, which functions and elements cannot be. */
  const plain = (options) => JSON.parse(JSON.stringify(options));

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

  /** Opens the widget over the page. Opening it again closes the one before. */
  const open = (options) => {
    opened?.close();
    const before = document.activeElement;
    const scroll = document.documentElement.style.overflow;
    const made = frame(options);
    const hear = (message) => {
      if (message.source !== made.contentWindow || message.origin !== origin) return;
      const data = message.data ?? {};
      if (data.ifameLoaded) made.contentWindow.postMessage(plain(options), origin);
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
      document.documentElement.style.overflow = scroll;
      before?.focus?.({ preventScroll: true });
      opened = undefined;
      options.onClose?.();
    };
    addEventListener("message", hear);
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
  const page = (options) => (options.ref ? `${base}/?ref=${options.ref}` : `${base}/#${encodeURIComponent(JSON.stringify(options))}`);

  return { open, link, page, close: () => opened?.close() };
};
