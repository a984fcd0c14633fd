// The page that framed the widget, or the window it has to itself.

/** @typedef {Record<string, any>} Options */

const framed = window.parent !== window;
let origin = "";

export const isFramed = framed;

/**
 * Says that it is ready and waits for the options; with a window of its own, reads them from its address.
 *
 * @returns {Promise<{options: Options | null, opener: string | null}>}
 */
export function options() {
  return framed ? posted() : Promise.resolve({ options: fromAddress(), opener: null });
}

/** @returns {Promise<{options: Options, opener: string}>} */
function posted() {
  return new Promise((resolve) => {
    const listen = (/** @type {MessageEvent} */ event) => {
      const given = event.source === window.parent ? read(event.data) : null;
      if (given) {
        removeEventListener("message", listen);
        origin = event.origin;
        resolve({ options: given, opener: event.origin });
      }
    };
    addEventListener("message", listen);
    window.parent.postMessage({ ifameLoaded: true }, "*");
  });
}

/**
 * Old pages post an object or its JSON. The short url stands under `ref`, or under its own name.
 *
 * @param {unknown} data
 * @returns {Options | null}
 */
function read(data) {
  try {
    const given = typeof data === "string" ? JSON.parse(data) : data;
    return given && typeof given === "object" && (given.key || given.ref || given.short_url) ? given : null;
  } catch {
    return null;
  }
}

/** `/?ref=<short id>`, or the options as JSON behind `#`, which no server sees. */
function fromAddress() {
  const ref = new URLSearchParams(location.search).get("ref");
  return ref ? { ref } : read(decoded(location.hash.slice(1)));
}

/** @param {string} text */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}

/**
 * Tells the opener; only ever the one whose options opened this widget.
 *
 * @param {object} message
 */
export function tell(message) {
  if (framed && origin && origin !== "null") {
    window.parent.postMessage(message, origin);
  }
}
