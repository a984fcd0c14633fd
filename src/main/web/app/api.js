// Calls of the server. What they carry stands in bodies alone: no address ever has a session, a token or an answer in it.

/** What the server, or the network, said no with. */
export class Refusal extends Error {
  /**
   * @param {string} type of the envelope of errors, or OFFLINE
   * @param {string} message
   * @param {number} [wait] seconds until it may be tried again
   */
  constructor(type, message, wait) {
    super(message);
    this.type = type;
    this.wait = wait;
  }
}

/** How far the clock of this machine is ahead of the server's, as far as its answers tell. */
export const clock = { aheadMs: 0 };

/**
 * @param {boolean} sandbox
 * @param {string} operation
 * @param {object} body
 * @param {AbortSignal} [signal]
 * @returns {Promise<any>} the answer's `data`
 */
export async function call(sandbox, operation, body, signal) {
  const answer = await posted(`/v2/${sandbox ? "sandbox/" : ""}${operation}`, body, signal);
  if (answer.status !== "success") {
    throw new Refusal(answer.type ?? "OTHER", answer.message ?? "", answer.wait);
  }
  return answer.data;
}

/**
 * @param {string} path
 * @param {object} body
 * @param {AbortSignal} [signal]
 */
async function posted(path, body, signal) {
  try {
    const response = await fetch(path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      credentials: "omit",
      cache: "no-store",
      body: JSON.stringify(body),
      signal,
    });
    clock.aheadMs = Date.now() - (Date.parse(response.headers.get("date") ?? "") || Date.now());
    return { ...(await response.json()), wait: Number(response.headers.get("retry-after") ?? 0) };
  } catch (failure) {
    if (signal?.aborted) {
      throw failure;
    }
    throw new Refusal("OFFLINE", String(failure));
  }
}
