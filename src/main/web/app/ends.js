// How the journey ends: well, or with what to do next.
import { Component, h } from "preact";
import { ending, kind } from "./accounts.js";
import { leave, open, otherBank, retry, state } from "./journey.js";
import { isFramed } from "./opener.js";
import { Actions, Button, Heading, Icon, Message, owns } from "./parts.js";
import { words } from "./words.js";

/** @typedef {import("./journey.js").Account} Account */

export class Success extends Component {
  constructor() {
    super();
    this.state = { copied: false };
  }

  /** @param {string} link */
  async copy(link) {
    await navigator.clipboard.writeText(link).then(() => this.setState({ copied: true }), () => {});
  }

  render() {
    const { owner, options, result, bank } = state;
    const title = options.success_title || words.success.title;
    const text = options.success_message || options.widget_success || words.success.lead(owner.name, bank?.name ?? "");
    const done = isFramed || !options.redirect_url ? words.success.done : words.success.back(owner.name);
    return h("div", { class: "screen long" },
      h("span", { class: "medal good" }, h(Icon, { name: "check" })),
      h(Heading, { title }, text),
      h("h2", { id: "shared" }, words.success.shared),
      h("ul", { class: "rows plain", "aria-labelledby": "shared" }, result.accounts.map(shared)),
      result.receipt_url && this.receipt(result.receipt_url),
      h(Actions, {}, h(Button, { onClick: leave }, done)));
  }

  /** @param {string} link */
  receipt(link) {
    const { copied } = /** @type {any} */ (this.state);
    return h("section", { class: "receipt", "aria-labelledby": "keep" },
      h("h2", { id: "keep" }, words.success.keep),
      h("p", {}, words.success.keepLead),
      h("p", { class: "tools" },
        h("a", { class: "link", href: link, target: "_blank", rel: "noopener noreferrer" }, words.success.receipt, h(Icon, { name: "out" })),
        h("button", { type: "button", class: "link", onClick: () => this.copy(link) }, words.success.copy),
        h("span", { role: "status" }, copied ? words.success.copied : "")));
  }
}

/** @param {Account} account */
const shared = (account) =>
  h("li", { key: account._id, class: "row" },
    h(Icon, { name: "check", class: "good" }),
    h("span", { class: "what" }, h("strong", {}, kind(account)), h("span", {}, account.name)),
    h("span", { class: "number" }, ending(account), h("small", {}, account.currency)));

const NOT_WORTH_REPEATING = ["UNSUPPORTED"];

export const Failed = () => {
  const { failure, bank, options } = state;
  const code = failure?.code ?? "OTHER";
  const told = owns(words.failed, code) ? /** @type {any} */ (words.failed)[code] : words.failed.OTHER;
  const mayRepeat = !NOT_WORTH_REPEATING.includes(code);
  const text = code === "RATE_LIMIT" && failure?.wait ? words.failed.wait(Math.ceil(failure.wait / 60)) : told.text;
  return h(Message, { icon: "alert", tone: "bad", title: told.title, text },
    options?.widget_failed && h("p", { class: "quote" }, options.widget_failed),
    h(Actions, {},
      mayRepeat && h(Button, { onClick: retry }, words.failed.again),
      bank && !options.reauth_bank && h(Button, { kind: mayRepeat ? "secondary" : "primary", onClick: otherBank }, words.failed.other)));
};

export const Over = () =>
  h(Message, { icon: "clock", title: words.over.title, text: words.over.text },
    h(Actions, {}, h(Button, { onClick: open }, words.over.again)));

export const Refused = () => {
  const { reason = "" } = state;
  const known = owns(words.refused, reason) && /** @type {any} */ (words.refused)[reason];
  return h(Message, { icon: "lock", title: words.refused.title, text: known || words.refused.SETUP },
    !known && h("p", { class: "quote", lang: "en" }, reason));
};

export const Closed = () => h(Message, { icon: "check", title: words.closed.title, text: words.closed.text });
