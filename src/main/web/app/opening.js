// What the page does first, while the rest of it is still on its way: hears the options and asks for a session.
import { call, clock, Refusal } from "./api.js";
import { isFramed, options } from "./opener.js";
import { digest, kept } from "./store.js";

/** @typedef {{sandbox: boolean, data: any}} Session */
/**
 * @typedef {object} Opening
 * @property {import("./opener.js").Options | null} given
 * @property {string | null} opener origin of the page that framed the widget
 * @property {string} fingerprint of the options and of who gave them
 * @property {any} [place] where a reload broke off
 * @property {Session} [session]
 * @property {any} [failure] why there is none
 */

/**
 * @param {import("./opener.js").Options} given
 * @param {string | null} opener
 * @returns {Promise<Session>}
 */
export async function openSession(given, opener) {
  const { short_url, env, ...rest } = given;
  const body = { ...rest, ref: given.ref ?? short_url, env, opener: opener ?? undefined, own_window: !isFramed };
  const sandbox = String(env ?? given.key ?? "").includes("sandbox");
  try {
    return await opened(sandbox, body);
  } catch (failure) {
    // A short url does not tell its environment.
    if (failure instanceof Refusal && failure.type === "ENV" && body.ref) {
      return await opened(!sandbox, body);
    }
    throw failure;
  }
}

/**
 * @param {boolean} sandbox
 * @param {object} body
 * @returns {Promise<Session>} which ends by the clock of this machine
 */
async function opened(sandbox, body) {
  const data = await call(sandbox, "widget/session", body);
  return { sandbox, data: { ...data, expires_at: new Date(Date.parse(data.expires_at) + clock.aheadMs).toISOString() } };
}

/** @returns {Promise<Opening>} */
async function begin() {
  const { options: given, opener } = await options();
  const place = kept();
  if (!given) {
    return { given, opener, fingerprint: place?.fingerprint ?? "", place };
  }
  const digesting = digest(JSON.stringify([given, opener]));
  if (place && place.fingerprint === (await digesting) && Date.parse(place.expires_at) > Date.now()) {
    return { given, opener, fingerprint: place.fingerprint, place };
  }
  const outcome = await openSession(given, opener).then((session) => ({ session }), (failure) => ({ failure }));
  return { given, opener, fingerprint: await digesting, ...outcome };
}

/** @type {Promise<Opening>} */
export const opening = begin();
