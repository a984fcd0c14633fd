// The choice of accounts, as the company's page wants it: several, some, or one.
import { Component, h } from "preact";
import { share, state } from "./journey.js";
import { Actions, Button, Heading, Trouble } from "./parts.js";
import { words } from "./words.js";

/** @typedef {import("./journey.js").Account} Account */

/** @param {Account} account */
export const kind = (account) => words.accounts.types[account.type.toLowerCase()] ?? account.type;

/** As much of its number as is needed to know it; nothing for an account that has none. @param {Account} account */
export const ending = (account) => {
  const number = account.nuban || account.number?.value;
  return number ? `••••${number.slice(-4)}` : "";
};

export class Accounts extends Component {
  constructor() {
    super();
    const { accounts, most } = state.step;
    const startsFull = most > 1 && state.options.selection_type !== "some" && accounts.length <= most;
    /** @type {{chosen: string[], trouble: string}} */
    this.state = { chosen: startsFull || accounts.length === 1 ? ids(accounts) : [], trouble: "" };
  }

  /** @param {string[]} chosen */
  choose(chosen) {
    this.setState({ chosen, trouble: "" });
  }

  /** @param {Event} event */
  submit(event) {
    event.preventDefault();
    const { chosen } = /** @type {any} */ (this.state);
    const { most } = state.step;
    if (chosen.length === 0 || chosen.length > most) {
      this.setState({ trouble: chosen.length ? words.accounts.tooMany(most) : words.accounts.missing });
    } else {
      share(chosen);
    }
  }

  render() {
    const { chosen, trouble } = /** @type {{chosen: string[], trouble: string}} */ (this.state);
    const { accounts, most } = state.step;
    const several = most > 1;
    const full = chosen.length === Math.min(most, accounts.length);
    return h("form", { class: "screen long", noValidate: true, onSubmit: (/** @type {Event} */ event) => this.submit(event) },
      h(Heading, { title: words.accounts.title }, several ? words.accounts.lead(state.owner.name) : words.accounts.one),
      (trouble || state.trouble) && h(Trouble, { key: trouble }, trouble || state.trouble),
      h("fieldset", {},
        h("legend", { class: "hidden" }, words.accounts.legend),
        several && accounts.length > 1 && h("div", { class: "tools" },
          h("span", { role: "status" }, words.accounts.chosen(chosen.length, most, accounts.length)),
          h("button", { type: "button", class: "link", onClick: () => this.choose(full ? [] : ids(accounts).slice(0, most)) },
            full ? words.accounts.none : words.accounts.all)),
        h("ul", { class: "rows" }, accounts.map((/** @type {Account} */ account) => this.row(account, several, chosen)))),
      h(Actions, {}, h(Button, { type: "submit" }, words.accounts.submit(chosen.length))));
  }

  /**
   * @param {Account} account
   * @param {boolean} several
   * @param {string[]} chosen
   */
  row(account, several, chosen) {
    const id = `account-${account._id}`;
    const ticked = chosen.includes(account._id);
    const next = !several ? [account._id] : ticked ? chosen.filter((one) => one !== account._id) : [...chosen, account._id];
    return h("li", { key: account._id },
      h("label", { class: "row pick", for: id },
        h("input", { type: several ? "checkbox" : "radio", name: "account", id, checked: ticked, onChange: () => this.choose(next) }),
        h("span", { class: "what" },
          h("strong", {}, kind(account)),
          h("span", {}, account.name)),
        h("span", { class: "number" }, ending(account), h("small", {}, account.currency))));
  }
}

/** @param {Account[]} accounts */
const ids = (accounts) => accounts.map((account) => account._id);
