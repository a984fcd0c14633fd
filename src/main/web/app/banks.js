// The choice of a bank: all of them at first, fewer with each letter typed.
import { Component, h } from "preact";
import { banks, choose } from "./journey.js";
import { Heading, Icon, Mark, ours, Spinner, Trouble } from "./parts.js";
import { words } from "./words.js";

/** @typedef {import("./journey.js").Bank} Bank */

const MOST = 100;
const PAUSE_MS = 250;
const BY_HEALTH = ["up", "slow", "down"];

export class Banks extends Component {
  constructor() {
    super();
    /** @type {{search: string, found: Bank[] | null, all: Bank[] | null, trouble: boolean}} */
    this.state = { search: "", found: null, all: null, trouble: false };
    this.running = new AbortController();
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.pause = undefined;
  }

  componentDidMount() {
    this.ask("");
  }

  componentWillUnmount() {
    clearTimeout(this.pause);
    this.running.abort();
  }

  /** @param {string} search */
  async ask(search) {
    this.running.abort();
    this.running = new AbortController();
    const { signal } = this.running;
    try {
      const { banks: found, pagination } = await banks(search, MOST, signal);
      const isAll = !search && pagination.totalDocs <= MOST;
      this.setState({ found: sorted(found), trouble: false, ...(isAll ? { all: sorted(found) } : {}) });
    } catch {
      if (!signal.aborted) {
        this.setState({ trouble: true });
      }
    }
  }

  /** Few banks are searched here, many by the server. @param {string} search */
  type(search) {
    const { all } = /** @type {any} */ (this.state);
    clearTimeout(this.pause);
    this.setState({ search });
    if (!all) {
      this.pause = setTimeout(() => this.ask(search.trim()), PAUSE_MS);
    }
  }

  render() {
    const { search, all, trouble, ...rest } = /** @type {any} */ (this.state);
    const found = all ? matching(all, search) : rest.found;
    return h("div", { class: "screen" },
      h(Heading, { title: words.banks.title }),
      h("div", { class: "search" },
        h(Icon, { name: "search" }),
        h("input", {
          type: "search", "aria-label": words.banks.search, placeholder: words.banks.search, value: search,
          autocomplete: "off", spellcheck: false, maxLength: 60, "aria-controls": "banks",
          onInput: (/** @type {any} */ event) => this.type(event.target.value),
          onKeyDown: (/** @type {KeyboardEvent} */ event) => event.key === "ArrowDown" && step(event, 0),
        })),
      trouble && h(Trouble, {}, words.failed.OFFLINE.text),
      found === null && !trouble && h(Spinner, {}),
      found && h("p", { class: "count", role: "status" },
        found.length ? words.banks.found(found.length) : search ? words.banks.none(search) : words.banks.empty),
      found && h("ul", { class: "rows", id: "banks" }, found.map(row)));
  }
}

/**
 * Without case, tone marks and other accents, as the server compares names.
 * @param {string} text
 */
const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").trim().toLowerCase();

/**
 * @param {Bank[]} banks
 * @param {string} search
 */
const matching = (banks, search) => banks.filter((bank) => plain(bank.name).includes(plain(search)));

/** @param {Bank[]} banks */
const sorted = (banks) =>
  [...banks].sort((one, other) =>
    BY_HEALTH.indexOf(one.health) - BY_HEALTH.indexOf(other.health) || one.name.localeCompare(other.name));

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
