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
  return framed ? framedOptions() : Promise.resolve({ options: fromAddress(), opener: null });
}

/** @returns {Promise<{options: Options, opener: string}>} */
function framedOptions() {
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
 * Old pages post an object or its JSON. The short url stands under `ref`, or under its own name. What is no JSON, such as
 * a ring of objects, is no set of options either.
 *
 * @param {unknown} data
 * @returns {Options | null}
 */
function read(data) {
  try {
    const given = JSON.parse(typeof data === "string" ? data : JSON.stringify(data));
    return given && typeof given === "object" && (given.key || given.ref || given.short_url) ? given : null;
  } catch {
    return null;
  }
}

/** `/?ref=<short id>&state=<the company's own>`, or the options as JSON behind `#`, which no server sees. */
function fromAddress() {
  const query = new URLSearchParams(location.search);
  const ref = query.get("ref");
  return ref ? { ref, state: query.get("state") ?? undefined } : read(decoded(location.hash.slice(1)));
}

/**
 * The code that the way back from a bank's own page left in the address. It is read once and taken out of there.
 *
 * @returns {string}
 */
export function returnedCode() {
  const code = new URLSearchParams(location.hash.slice(1)).get("returned") ?? "";
  if (code) {
    history.replaceState(history.state, "", location.pathname + location.search);
  }
  return code;
}

/**
 * Hears the code from the page that a bank led back to, in the window that this one opened.
 *
 * @param {(code: string) => void} heard
 */
export function onReturned(heard) {
  addEventListener("message", (event) => {
    if (event.origin === location.origin && typeof event.data?.returned === "string") {
      heard(event.data.returned);
    }
  });
}

/**
 * Hears that the browser's way back was used on the page around this frame.
 *
 * @param {() => void} heard
 */
export function onBack(heard) {
  addEventListener("message", (event) => {
    if (framed && event.source === window.parent && event.origin === origin && event.data?.back) {
      heard();
    }
  });
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
