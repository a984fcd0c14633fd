// The choice of a bank: the first of them at first, fewer with each letter typed. Few are searched here, many by the server.
import { Component, h } from "preact";
import { banks, choose } from "./journey.js";
import { Heading, Icon, Mark, ours, Spinner, Trouble } from "./parts.js";
import { words } from "./words.js";

/** @typedef {import("./journey.js").Bank} Bank */

const MOST = 50;
const PAUSE_MS = 250;
const BY_HEALTH = ["up", "slow", "down"];

export class Banks extends Component {
  constructor() {
    super();
    /** @type {{search: string, country: string, countries: string[], found: Bank[] | null, total: number, connected: boolean, all: Bank[] | null, asking: boolean, trouble: boolean}} */
    this.state = { search: "", country: "", countries: [], found: null, total: 0, connected: true, all: null, asking: true, trouble: false };
    this.running = new AbortController();
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.pause = undefined;
  }

  componentDidMount() {
    this.ask();
  }

  componentWillUnmount() {
    clearTimeout(this.pause);
    this.running.abort();
  }

  async ask() {
    const { search, country } = /** @type {any} */ (this.state);
    this.running.abort();
    this.running = new AbortController();
    const { signal } = this.running;
    this.setState({ asking: true });
    try {
      const wanted = { search: search.trim(), country: country || undefined, limit: MOST };
      const { banks: found, countries, connected, pagination } = await banks(wanted, signal);
      const isAll = !wanted.search && !country && pagination.totalDocs <= MOST;
      const rows = healthyFirst(found);
      this.setState({
        found: rows, total: pagination.totalDocs, countries, connected, asking: false, trouble: false, ...(isAll ? { all: rows } : {}),
      });
    } catch {
      if (!signal.aborted) {
        this.setState({ asking: false, trouble: true });
      }
    }
  }

  /**
   * Until the server has answered, those of the banks at hand are shown that fit: nobody chooses what they did not mean.
   *
   * @param {{search?: string, country?: string}} change
   * @param {number} pause
   */
  narrow(change, pause) {
    const { all } = /** @type {any} */ (this.state);
    clearTimeout(this.pause);
    this.setState({ ...change, asking: !all });
    if (!all) {
      // What was asked before is no answer to this.
      this.running.abort();
      this.pause = setTimeout(() => this.ask(), pause);
    }
  }

  render() {
    const { search, country, countries, connected, all, asking, trouble, ...rest } = /** @type {any} */ (this.state);
    const isAnswer = !all && !asking && !trouble;
    const found = isAnswer ? rest.found : rest.found && matching(all ?? rest.found, search, country);
    const total = isAnswer ? rest.total : found?.length;
    return h("div", { class: "screen" },
      h(Heading, { title: words.banks.title }),
      h("div", { class: "search" },
        h(Icon, { name: "search" }),
        h("input", {
          type: "search", "aria-label": words.banks.search, placeholder: words.banks.search, value: search,
          autocomplete: "off", spellcheck: false, maxLength: 60, "aria-controls": "banks",
          onInput: (/** @type {any} */ event) => this.narrow({ search: event.target.value }, PAUSE_MS),
          onKeyDown: (/** @type {KeyboardEvent} */ event) => event.key === "ArrowDown" && step(event, 0),
        })),
      countries.length > 1 && h(Countries, {
        countries, country, onChange: (/** @type {any} */ event) => this.narrow({ country: event.target.value }, 0),
      }),
      trouble && h(Trouble, { quiet: true }, words.failed.OFFLINE.text),
      found === null && !trouble && h(Spinner, {}),
      found && h("p", { class: "count", role: "status" }, asking ? words.banks.looking : connected ? told(found.length, total, search) : words.banks.unconnected),
      found && h("ul", { class: "rows", id: "banks", "aria-busy": asking }, found.map(row)));
  }
}

/**
 * @param {number} count
 * @param {number} total
 * @param {string} search
 */
const told = (count, total, search) =>
  count < total ? words.banks.first(count, total)
    : count ? words.banks.found(count)
      : search ? words.banks.none(search) : words.banks.empty;

/** @param {any} props */
function Countries({ countries, country, onChange }) {
  const named = countries.map((/** @type {string} */ code) => ({ code, name: countryName(code) }));
  named.sort((/** @type {any} */ one, /** @type {any} */ other) => one.name.localeCompare(other.name, words.language));
  return h("select", { class: "country", "aria-label": words.banks.country, "aria-controls": "banks", value: country, onChange },
    h("option", { value: "" }, words.banks.everywhere),
    named.map((/** @type {any} */ { code, name }) => h("option", { key: code, value: code }, name)));
}

/** In the language of the page, or the code in a browser without such names. @param {string} code */
function countryName(code) {
  try {
    return new Intl.DisplayNames(words.language, { type: "region" }).of(code) ?? code;
  } catch {
    return code;
  }
}

/** Letters that Unicode does not take apart. @type {Record<string, string>} */
const WHOLE = { ł: "l", ø: "o", đ: "d", ð: "d", ß: "ss", æ: "ae", œ: "oe", þ: "th", ı: "i" };

/**
 * Words without case, tone marks and other accents, as the server compares names.
 *
 * @param {string} text
 */
const parts = (text) =>
  text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[łøđðßæœþı]/g, (letter) => WHOLE[letter])
    .split(/[^\p{L}\p{N}]+/u).filter(Boolean);

/**
 * @param {Bank[]} banks
 * @param {string} search
 * @param {string} country
 */
function matching(banks, search, country) {
  const beginnings = parts(search);
  return banks.filter((bank) => (!country || bank.country === country)
    && beginnings.every((beginning) => parts(bank.name).some((part) => part.startsWith(beginning))));
}

/** The server's order, but for banks in trouble. @param {Bank[]} banks */
const healthyFirst = (banks) =>
  [...banks].sort((one, other) => BY_HEALTH.indexOf(one.health) - BY_HEALTH.indexOf(other.health));

/**
 * @param {Bank} bank
 * @param {number} place
 */
const row = (bank, place) =>
  h("li", { key: bank._id },
    h("button", { type: "button", class: "row", onClick: () => choose(bank), onKeyDown: (/** @type {any} */ event) => arrows(event, place) },
      h(Mark, { name: bank.name, src: ours(bank.icon) }),
      h("span", { class: "what" },
        h("strong", {}, bank.name),
        bank.corporate && h("small", {}, words.banks.corporate),
        bank.health === "down" && h("small", { class: "bad" }, words.banks.down),
        bank.health === "slow" && h("small", { class: "bad" }, words.banks.slow)),
      h(Icon, { name: "chevron", class: "faint" })));

/**
 * @param {KeyboardEvent} event
 * @param {number} place
 */
function arrows(event, place) {
  if (event.key === "ArrowDown") {
    step(event, place + 1);
  } else if (event.key === "ArrowUp") {
    step(event, place - 1);
  }
}

/**
 * @param {KeyboardEvent} event
 * @param {number} place
 */
function step(event, place) {
  event.preventDefault();
  const rows = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("#banks button"));
  const search = /** @type {HTMLElement | null} */ (document.querySelector(".search input"));
  (place < 0 ? search : rows[Math.min(place, rows.length - 1)])?.focus();
}
