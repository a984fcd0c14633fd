// The first screen: who asks, for what, for how long, and how it ends. To agree is the customer's first act.
import { Component, h } from "preact";
import { agree, decline, state } from "./journey.js";
import { Actions, Button, Heading, Icon, Mark } from "./parts.js";
import { day, words } from "./words.js";

/** @typedef {import("./journey.js").Scope} Scope */

export class Welcome extends Component {
  constructor() {
    super();
    /** What is optional is left out until the customer ticks it: a box that is ticked beforehand is no consent. @type {{left: string[]}} */
    this.state = { left: state.consent.scopes.filter((scope) => scope.optional).map((scope) => scope.product) };
  }

  /** @param {string} product */
  toggle(product) {
    const { left } = /** @type {any} */ (this.state);
    this.setState({ left: left.includes(product) ? left.filter((/** @type {string} */ one) => one !== product) : [...left, product] });
  }

  render() {
    const { owner, consent, options, agreed } = state;
    const { left } = /** @type {{left: string[]}} */ (this.state);
    const chosen = consent.scopes.map((scope) => scope.product).filter((product) => !left.includes(product));
    return h("div", { class: "screen long" },
      h("div", { class: "pair" },
        h(Mark, { name: owner.name, src: owner.logo, class: "large" }),
        h("span", { class: "dots", "aria-hidden": "true" }, h("i", {}), h("i", {}), h("i", {})),
        h("span", { class: "mark large soft" }, h(Icon, { name: "bank" }))),
      h(Heading, { title: words.welcome.title(owner.name) }, options.connectMessage || words.welcome.lead),
      h("h2", { id: "asked" }, words.welcome.asked),
      h("ul", { class: "scopes", "aria-labelledby": "asked" },
        consent.scopes.map((scope) => this.scope(scope, !left.includes(scope.product)))),
      h("h2", {}, words.welcome.terms),
      h("ul", { class: "facts" },
        h("li", {}, h(Icon, { name: "clock" }), words.welcome.until(day(consent.expires_at))),
        h("li", {}, h(Icon, { name: "undo" }), words.welcome.revoke),
        h("li", {}, h(Icon, { name: "lock" }), words.welcome.login)),
      h("details", { class: "words" },
        h("summary", {}, words.welcome.words),
        h("p", { lang: "en" }, consent.text)),
      h(Actions, {},
        h(Button, { onClick: () => agree(chosen) }, agreed ? words.welcome.proceed : words.welcome.agree),
        !agreed && h(Button, { kind: "quiet", onClick: decline }, words.welcome.decline)));
  }

  /**
   * @param {Scope} scope
   * @param {boolean} wanted
   */
  scope(scope, wanted) {
    const name = /** @type {Record<string, string>} */ (words.scopes)[scope.product] ?? scope.product;
    const id = `scope-${scope.product}`;
    const text = h("span", { class: "what" },
      scope.optional && !state.agreed ? h("label", { for: id }, name) : h("strong", {}, name),
      h("span", { id: `${id}-why`, lang: "en" }, scope.purpose),
      scope.needed && h("span", { class: "needed" }, `${state.owner.name}: ${scope.needed}`),
      scope.optional && h("small", {}, words.welcome.optional));
    return h("li", { key: scope.product },
      h("span", { class: "badge" }, h(Icon, { name: scope.product })),
      text,
      scope.optional && !state.agreed && h("input", {
        type: "checkbox", id, checked: wanted, "aria-describedby": `${id}-why`, onChange: () => this.toggle(scope.product),
      }));
  }
}
