// The customer's way through the widget: one state, and the acts that change it. Screens only show the state.
import { call, Refusal } from "./api.js";
import { isFramed, onBack, onReturned, returnedCode, tell } from "./opener.js";
import { openSession } from "./opening.js";
import { forget, keep } from "./store.js";
import { paint } from "./colour.js";
import { words } from "./words.js";

/**
 * @typedef {"loading" | "welcome" | "banks" | "signin" | "otp" | "question" | "redirect" | "waiting" | "accounts"
 *   | "success" | "failed" | "over" | "refused" | "closed"} View
 * @typedef {{name: string, label: string, type: string, length: number}} Field
 * @typedef {{_id: string, name: string, icon: string, corporate: boolean, country: string, health: string,
 *   login: {type: string, fields: Field[]}}} Bank
 * @typedef {{_id: string, name: string, nuban: string, number?: {scheme: string, value: string} | null, type: string, currency: string}} Account
 * @typedef {{product: string, purpose: string, optional: boolean, needed?: string}} Scope
 *
 * @typedef {object} State
 * @property {View} view
 * @property {boolean} sandbox
 * @property {string} session
 * @property {string} expires_at
 * @property {{name: string, app_name: string, logo: string | null, color: string | null}} owner
 * @property {{text: string, scopes: Scope[], expires_at: string}} consent
 * @property {Record<string, any>} options what of the page's options the widget follows
 * @property {boolean} agreed
 * @property {Bank} [bank]
 * @property {Record<string, string>} typed what was typed at the bank and is no secret; in memory alone
 * @property {string} [login]
 * @property {any} [step]
 * @property {string} [trouble] what is wrong with the screen as it was sent
 * @property {{code: string, retry: boolean, wait?: number}} [failure] `wait` in seconds
 * @property {any} [result]
 * @property {string} [waitingFor]
 * @property {boolean} ending whether the session is about to end
 * @property {boolean} leaving whether the customer is asked if they want to leave
 * @property {string} [reason] why the page is refused
 */

const WARNING_MS = 3 * 60_000;
const POLL_MS = 2_000;

/** Further on means later in the journey; going back in the browser goes to a lower stage. */
const STAGES = /** @type {Record<View, number>} */ ({ welcome: 1, banks: 2, signin: 3, otp: 3, question: 3, redirect: 3, accounts: 4 });
export const LAST_STAGE = 4;

/** What a reload keeps. The rest is a secret, or may hold one as a bank's own words do, or is soon known again. */
const KEPT = ["view", "sandbox", "session", "expires_at", "owner", "consent", "options", "agreed", "bank", "login", "step"];

/** Screens with a way back to the one before. */
export const WITH_WAY_BACK = ["banks", "signin", "otp", "question", "redirect", "accounts"];

/** @type {State} */
export const state = /** @type {any} */ ({ view: "loading", typed: {}, ending: false, leaving: false, agreed: false });

/** @type {Record<string, any>} */
let asked = {};
/** @type {string | null} */
let opener = null;
let fingerprint = "";
/** @type {AbortController | undefined} */
let running;
/** @type {ReturnType<typeof setTimeout>[]} */
let timers = [];
/** @type {() => void} */
let draw = () => {};

/** @param {() => void} render */
export function onChange(render) {
  draw = render;
}

/** How far the customer has come; waiting and failing happen at the stage they began at. */
let reached = 0;

export const stage = () => reached;

/** @param {Partial<State>} change */
export function change(change) {
  Object.assign(state, change);
  draw();
}

/**
 * Shows another screen, and remembers the place.
 *
 * @param {View} view
 * @param {Partial<State>} [also]
 */
function go(view, also = {}) {
  const before = reached;
  reached = STAGES[view] ?? reached;
  change({ trouble: undefined, view, ...also });
  const depth = history.state?.depth ?? 0;
  // Entries that a frame leaves in its page's history stay there when the frame is gone.
  if (reached > before && before > 0 && !isFramed) {
    history.pushState({ view, depth: depth + 1 }, "");
  } else if (view !== "waiting") {
    history.replaceState({ view, depth }, "");
  }
  remember();
}

function remember() {
  if (!STAGES[state.view]) {
    return;
  }
  const place = Object.fromEntries(KEPT.map((name) => [name, /** @type {any} */ (state)[name]]));
  // With a window of its own, the way back from a bank's page may have lost the options that stood in the address.
  const { customer: _, ...rest } = asked;
  const own = isFramed ? {} : { asked: rest };
  keep({ ...place, ...own, step: state.step && { ...state.step, url: undefined, message: undefined }, fingerprint });
}

/**
 * Begins, or goes on where a reload broke off.
 *
 * @param {import("./opening.js").Opening} opened
 */
export function begin(opened) {
  fingerprint = opened.fingerprint;
  opener = opened.opener;
  asked = opened.given ?? opened.place?.asked ?? {};
  if (opened.place) {
    return resume(opened.place);
  }
  if (!opened.given) {
    return change({ view: "refused", reason: "ALONE" });
  }
  return opened.session ? begun(opened.session) : refuse(opened.failure);
}

/** What shows that this browser came back from the bank's page: polling alone does not go on. */
let code = "";

onReturned((heard) => {
  if (state.view === "redirect") {
    comeBack(heard);
  }
});

/**
 * Goes on with the code that the page after the bank's shows.
 *
 * @param {string} typed
 */
export function comeBack(typed) {
  code = typed;
  change({ trouble: undefined });
  poll();
}

/** @param {any} place */
function resume(place) {
  paint(place.owner.color);
  watch(place.expires_at);
  reached = STAGES[/** @type {View} */ (place.view)];
  change(place);
  if (place.view === "redirect") {
    code = returnedCode();
    poll();
  }
}

/** Opens another session. */
export async function open() {
  forget();
  reached = 0;
  change({
    view: "loading", agreed: false, ending: false, login: undefined, step: undefined, bank: undefined, failure: undefined, typed: {},
  });
  await openSession(asked, opener).then(begun, refuse);
}

/** @param {import("./opening.js").Session} session */
function begun({ sandbox, data }) {
  paint(data.owner.color);
  watch(data.expires_at);
  event("opened");
  go("welcome", { sandbox, ...data });
}

/** @param {any} failure */
function refuse(failure) {
  const type = failure instanceof Refusal ? failure.type : "OTHER";
  if (type !== "ORIGIN") {
    tell({ error: { code: type, message: failure.message } });
  }
  if (type === "OFFLINE" || type === "RATE_LIMIT" || type === "INTERNAL" || type === "OTHER") {
    go("failed", { failure: { code: type, retry: true, wait: failure.wait }, session: "" });
  } else {
    change({ view: "refused", reason: type === "ORIGIN" ? type : failure.message });
  }
}

/** @param {string[]} scopes the products agreed to */
export async function agree(scopes) {
  if (state.agreed) {
    return guarded(afterConsent, broken);
  }
  await busy(words.loading, async (signal) => {
    await call(state.sandbox, "widget/consent", { session: state.session, agreed: true, scopes }, signal);
    state.agreed = true;
    event("consented", { scopes });
    await afterConsent();
  });
}

/** An account that is linked anew goes straight to its bank. */
async function afterConsent() {
  if (state.options.reauth_account || state.options.reauth_bank) {
    const { banks } = await call(state.sandbox, "widget/banks", { session: state.session, limit: 2 });
    if (banks.length === 1) {
      return choose(banks[0]);
    }
  }
  go("banks");
}

export async function decline() {
  running?.abort();
  await call(state.sandbox, "widget/consent", { session: state.session, agreed: false }).catch(() => {});
  event("declined");
  end("declined");
}

/**
 * @param {{search: string, country?: string, limit: number}} wanted
 * @param {AbortSignal} signal
 */
export const banks = (wanted, signal) => call(state.sandbox, "widget/banks", { session: state.session, ...wanted }, signal);

/** @param {Bank} bank */
export function choose(bank) {
  event("bank_selected", { bank: { _id: bank._id, name: bank.name } });
  const another = state.bank?._id !== bank._id;
  const chosen = { bank, login: undefined, step: undefined, typed: another ? {} : state.typed };
  if (bank.login.fields.length === 0) {
    change(chosen);
    return signIn({});
  }
  return go("signin", chosen);
}

/** @param {Record<string, string>} fields */
export function signIn(fields) {
  const bank = /** @type {Bank} */ (state.bank);
  const secret = new Set(bank.login.fields.filter((field) => field.type === "password").map((field) => field.name));
  const typed = Object.fromEntries(Object.entries(fields).filter(([name]) => !secret.has(name)));
  change({ typed });
  return busy(words.waiting.signin(bank.name), async (signal) => {
    const { login, step } = await call(
      state.sandbox, "widget/login", { session: state.session, bank: bank._id, fields }, signal);
    state.login = login;
    follow(step);
  });
}

/** @param {string} answer */
export function reply(answer) {
  const asking = state.view;
  const bank = /** @type {Bank} */ (state.bank);
  return busy(words.waiting.check(bank.name), async (signal) => {
    const { step } = await call(
      state.sandbox, "widget/answer", { session: state.session, login: state.login, answer }, signal);
    follow(step, asking);
  });
}

/**
 * Shows what the bank wants next.
 *
 * @param {any} step
 * @param {View} [asking] the question that was answered
 */
function follow(step, asking) {
  event("step", { type: step.type });
  switch (step.type) {
    case "otp":
    case "question":
      return go(step.type, { step });
    case "redirect":
      code = "";
      go("redirect", { step });
      return poll();
    case "wait":
      return later(() => poll(), step.after_ms);
    case "accounts":
      return state.options.selection_type === "none" ? share([], step) : go("accounts", { step });
    default:
      return failed(step, asking);
  }
}

/**
 * @param {{code: string, retry: boolean}} step
 * @param {View} [asking]
 */
function failed(step, asking) {
  if (step.code === "BAD_ANSWER" && step.retry && (asking === "otp" || asking === "question")) {
    return go(asking, { trouble: words[asking].wrong });
  }
  if (step.code === "BAD_CREDENTIALS" && state.bank?.login.fields.length) {
    return go("signin", { trouble: words.signin.wrong });
  }
  tell({ error: { code: step.code, bank: { _id: state.bank?._id, name: state.bank?.name } } });
  event("failed", { code: step.code });
  go("failed", { failure: step });
}

/** Asks again whether the bank is done, or the customer is back from its own page. */
function poll() {
  const { login, view } = state;
  guarded(async () => {
    const { step } = await call(
      state.sandbox, "widget/answer", { session: state.session, login, ...(code && { answer: code }) });
    if (state.login !== login || state.view !== view) {
      return;
    }
    if (step.type === "wait") {
      if (step.returned && !state.step?.returned) {
        change({ step: { ...state.step, returned: true } });
      }
      later(poll, step.after_ms ?? POLL_MS);
    } else {
      follow(step);
    }
  }, (failure) => {
    if (failure instanceof Refusal && failure.type === "OFFLINE") {
      later(poll, POLL_MS);
    } else if (code && failure instanceof Refusal && failure.type === "VALIDATION") {
      code = "";
      change({ step: { ...state.step, returned: true }, trouble: words.redirect.wrong });
    } else {
      broken(failure);
    }
  });
}

/**
 * @param {() => void} work
 * @param {number} afterMs
 */
function later(work, afterMs) {
  const { login, view } = state;
  setTimeout(() => state.login === login && state.view === view && work(), afterMs);
}

/**
 * @param {string[]} accounts none for all
 * @param {any} [step]
 */
export function share(accounts, step = state.step) {
  const bank = /** @type {Bank} */ (state.bank);
  return busy(words.waiting.link, async (signal) => {
    const linked = await call(
      state.sandbox, "widget/accounts", { session: state.session, login: state.login, accounts }, signal);
    forget();
    timers.forEach(clearTimeout);
    tell(told(linked, bank));
    event("linked", { record: linked.record });
    go("success", { result: linked, step, ending: false });
  });
}

/**
 * What the opener is told: ids, and nothing that was typed.
 *
 * @param {any} linked
 * @param {Bank} bank
 */
function told(linked, bank) {
  const { receipt_url: _, ...rest } = linked;
  return {
    success: true,
    ...rest,
    record_id: linked.record,
    recordId: linked.record,
    customer_id: linked.customer._id,
    customerId: linked.customer._id,
    customerName: linked.customer.name,
    bank_id: bank._id,
    bankId: bank._id,
    bank_name: bank.name,
    bankName: bank.name,
    env: state.sandbox ? "production-sandbox" : "production",
    options: state.options.options ?? null,
    meta: state.options.meta ?? null,
    state: state.options.state ?? null,
  };
}

export function cancel() {
  running?.abort();
  back();
}

export function retry() {
  if (!state.session) {
    return open();
  }
  const bank = state.bank;
  return bank ? choose(bank) : go(state.agreed ? "banks" : "welcome");
}

export const otherBank = () => go("banks");

onBack(() => (WITH_WAY_BACK.includes(state.view) ? back() : state.leaving || close()));

/** One screen back, by way of the browser's own history where that has it. */
export function back() {
  if (state.view !== "waiting" && state.view !== "failed" && history.state?.depth > 0) {
    return history.back();
  }
  running?.abort();
  return show(previous());
}

/** @returns {View} */
function previous() {
  const fields = state.bank?.login.fields.length;
  if (state.view === "waiting") {
    return !state.agreed ? "welcome" : fields ? "signin" : "banks";
  }
  return state.view === "banks" ? "welcome" : state.view === "welcome" ? "welcome" : "banks";
}

/** @param {View} view */
function show(view) {
  const answered = view === "signin" || view === "banks" || view === "welcome";
  const forward = (STAGES[view] ?? 0) > reached;
  // A question that was answered, or left, is not asked again; and nobody goes forward past what was not done.
  if (!answered || forward && !passable(view)) {
    return go(STAGES[view] && !forward ? "banks" : state.view);
  }
  return go(view, { login: undefined, step: undefined });
}

/** @param {View} view */
const passable = (view) => (view === "signin" ? state.bank : view === "banks" && state.agreed);

addEventListener("popstate", (popped) => {
  if (STAGES[state.view] || state.view === "waiting" || state.view === "failed") {
    running?.abort();
    const view = popped.state?.view ?? "welcome";
    state.trouble = undefined;
    if (state.session && state.view !== view) {
      show(view);
    }
  }
});

/**
 * Works behind a waiting screen, which can be left.
 *
 * @param {string} waitingFor
 * @param {(signal: AbortSignal) => Promise<void>} work
 */
async function busy(waitingFor, work) {
  running?.abort();
  const mine = new AbortController();
  running = mine;
  const before = state.view;
  go("waiting", { waitingFor });
  await guarded(() => work(mine.signal), (failure) => {
    if (mine.signal.aborted) {
      return;
    }
    if (failure instanceof Refusal && failure.type === "VALIDATION") {
      go(before === "waiting" ? "signin" : before, { trouble: failure.message });
    } else {
      broken(failure);
    }
  });
}

/** @param {any} failure */
function broken(failure) {
  const type = failure instanceof Refusal ? failure.type : "OTHER";
  if (type === "EXPIRED") {
    return over();
  }
  tell({ error: { code: type, message: failure.message } });
  return go("failed", { failure: { code: type, retry: true, wait: failure.wait } });
}

/**
 * @param {() => Promise<any>} work
 * @param {(failure: any) => void} otherwise
 */
async function guarded(work, otherwise) {
  try {
    await work();
  } catch (failure) {
    otherwise(failure);
  }
}

/** Warns before the session's end, and says when it has come. @param {string} expires */
function watch(expires) {
  timers.forEach(clearTimeout);
  const left = Date.parse(expires) - Date.now();
  timers = [
    setTimeout(() => change({ ending: true }), Math.max(0, left - WARNING_MS)),
    setTimeout(over, left),
  ];
}

function over() {
  running?.abort();
  timers.forEach(clearTimeout);
  forget();
  event("expired");
  go("over", { ending: false, session: "" });
}

/** Closes, after a word of warning where something would be lost. */
export function close() {
  if (STAGES[state.view] > 1 || state.view === "waiting") {
    return change({ leaving: true });
  }
  return leave();
}

export async function leave() {
  running?.abort();
  const { session } = state;
  if (session && state.view !== "success") {
    call(state.sandbox, "widget/close", { session }).catch(() => {});
  }
  end(state.view === "success" ? "success" : "closed");
}

/** @param {string} status */
function end(status) {
  forget();
  timers.forEach(clearTimeout);
  tell({ beforeClose: true, status });
  tell({ close: true });
  const { redirect_url: home } = state.options ?? {};
  if (!isFramed && home) {
    location.assign(returning(home, status));
  } else {
    change({ view: "closed", leaving: false, ending: false, session: "" });
  }
}

/**
 * @param {string} home
 * @param {string} status
 */
function returning(home, status) {
  const url = new URL(home);
  url.searchParams.set("status", status);
  const { record } = state.result ?? {};
  if (record) {
    url.searchParams.set("record_id", record);
  }
  if (state.options.state) {
    url.searchParams.set("state", state.options.state);
  }
  return url.href;
}

/**
 * @param {string} name
 * @param {object} [data]
 */
function event(name, data) {
  tell({ event: name, data: data ?? null });
}
