// What a reload must not lose, in the storage of this tab alone and only until the end: where the customer is, and the
// id of the session. No password, code, answer or link of a receipt is ever put here.

const NAME = "openbalance";

/** @param {object} place */
export function keep(place) {
  attempted(() => sessionStorage.setItem(NAME, JSON.stringify(place)));
}

/** @returns {any} */
export function kept() {
  return attempted(() => JSON.parse(sessionStorage.getItem(NAME) ?? "null")) ?? null;
}

export function forget() {
  attempted(() => sessionStorage.removeItem(NAME));
}

/**
 * Browsers may deny a frame its storage; then a reload begins anew.
 *
 * @template T
 * @param {() => T} work
 */
function attempted(work) {
  try {
    return work();
  } catch {
    return undefined;
  }
}

/** @param {string} text */
export async function digest(text) {
  const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
