// What both scripts for companies' pages are made of.

export const openBalance = (base) => {
  const origin = new URL(base).origin;
  const MOST_LOGO_BYTES = 24000;
  /* The first for a slow network, the second from the frame's own load event, which blocked frames have as well. */
  const LOAD_MS = 20000;
  const ANSWER_MS = 4000;
  const NOT_LOADED = {
    code: "NOT_LOADED",
    message: "The widget did not load. Look for an unknown key, an origin that is not registered, frame-src in this page's policy, a blocker, or the network.",
  };
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
      const picture = await (await fetch(options.logo, { signal: AbortSignal.timeout?.(2000), credentials: "omit" })).blob();
      return picture.size < MOST_LOGO_BYTES ? { ...options, logo: await read(picture) } : options;
    } catch {
      return options;
    }
  };

  /* Over rules of the page, for its own frames and for all that is inherited. */
  const styled = (element, styles) => {
    const all = { position: "fixed", inset: "0", width: "100%", height: "100%", border: "0", padding: "0", margin: "0", display: "block",
      "pointer-events": "auto", visibility: "visible", opacity: "1", "max-width": "none", "max-height": "none", ...styles };
    Object.entries(all).forEach(([name, value]) => element.style.setProperty(name, value, "important"));
    return element;
  };

  const frame = (options) => {
    const made = document.createElement("iframe");
    made.src = address(options);
    made.title = options.title ?? "OpenBalance";
    made.allow = "clipboard-write";
    return styled(made, { "color-scheme": "light" });
  };

  /* A modal dialog lies over all layers of the page, and nothing behind it can be reached. It stands beside the body, which
     frameworks replace, hide from screen readers or make inert. */
  const layer = (made) => {
    const around = styled(document.createElement("dialog"), { background: "transparent", overflow: "hidden", "z-index": "2147483647" });
    around.tabIndex = -1;
    around.setAttribute("aria-label", made.title);
    around.append(made);
    document.documentElement.append(around);
    around.showModal?.();
    return around;
  };

  /** Opens the widget over the page. Opening it again closes the one before. */
  const open = (options) => {
    opened?.close();
    const root = document.documentElement;
    const before = document.activeElement;
    const scroll = root.style.overflow;
    const posted = withLogo(plain(options));
    const made = frame(options);
    let ready = false;
    let over = false;
    let limit;
    const failAfter = (ms) => {
      clearTimeout(limit);
      limit = setTimeout(() => {
        try {
          options.onError?.(NOT_LOADED);
        } finally {
          close();
        }
      }, ms);
    };
    const hear = async (message) => {
      if (message.source !== made.contentWindow || message.origin !== origin) return;
      const data = message.data ?? {};
      if (data.ifameLoaded) {
        ready = true;
        clearTimeout(limit);
        made.focus();
        made.contentWindow?.postMessage(await posted, origin);
      }
      if (data.success) options.onSuccess?.(data);
      if (data.error) options.onError?.(data.error);
      if (data.event) options.onEvent?.(data.event, data.data);
      if (data.beforeClose) options.BeforeClose?.(data) ?? options.beforeClose?.(data);
      if (data.close) close();
    };
    /* However it ends: by the widget, by the page, or with the frame taken out of the page. */
    const close = () => {
      if (over) return;
      over = true;
      clearTimeout(limit);
      removed.disconnect();
      removeEventListener("message", hear);
      removeEventListener("keydown", pressed);
      around.remove();
      root.style.overflow = scroll;
      before?.focus?.({ preventScroll: true });
      if (opened === handle) opened = undefined;
      options.onClose?.();
    };
    /* Until the widget hears for itself. */
    const pressed = ({ key }) => key === "Escape" && !ready && close();
    const handle = { close };
    addEventListener("message", hear);
    addEventListener("keydown", pressed);
    const around = layer(made);
    const removed = new MutationObserver(() => made.isConnected || close());
    removed.observe(document, { childList: true, subtree: true });
    around.addEventListener("cancel", (event) => {
      event.preventDefault();
      ready ? made.contentWindow?.postMessage({ back: true }, origin) : close();
    });
    around.addEventListener("close", close);
    root.style.overflow = "hidden";
    failAfter(LOAD_MS);
    made.addEventListener("load", () => ready || over || failAfter(ANSWER_MS), { once: true });
    around.focus();
    opened = handle;
    return handle;
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

  /** The address of the widget with a window of its own; it comes back to `redirect_url`. Who the customer is stays out of
      it: addresses are kept and shown, and only a short link's word counts. */
  const page = ({ customer: _, ...options }) =>
    options.ref
      ? `${base}/?${new URLSearchParams({ ref: options.ref, ...(options.state && { state: options.state }) })}`
      : `${base}/#${encodeURIComponent(JSON.stringify(options))}`;

  return { open, link, page, close: () => opened?.close() };
};
