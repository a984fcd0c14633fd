// The customer's own page of a consent. The link's token stands behind # and goes to the server in bodies alone.
import { Component, h, render } from "preact";
import { call } from "./api.js";
import { Actions, Button, Icon } from "./parts.js";
import { day, moment, words } from "./words.js";

const token = location.hash.slice(1);
const sandbox = token.startsWith("s_");
const texts = words.mine;

class Consent extends Component {
  constructor() {
    super();
    /** @type {any} */
    this.state = { consent: null, trouble: "", asking: false, busy: false, ended: false };
  }

  async fetch() {
    const { receipt, bank_name, last_read_at } = await call(sandbox, "consents/mine", { token });
    return { ...receipt.consent, bank_name, last_read_at };
  }

  componentDidMount() {
    document.title = texts.page;
    if (token) {
      this.guarded(async () => this.setState({ consent: await this.fetch() }));
    } else {
      this.setState({ trouble: texts.lost });
    }
  }

  /** @param {() => Promise<any>} work */
  async guarded(work) {
    try {
      await work();
    } catch (failure) {
      const { type, message } = /** @type {any} */ (failure);
      this.setState({ busy: false, trouble: type === "OFFLINE" ? words.failed.OFFLINE.text : message });
    }
  }

  end() {
    this.setState({ busy: true, trouble: "" });
    this.guarded(async () => {
      await call(sandbox, "consents/mine/revoke", { token });
      this.setState({ consent: await this.fetch(), ended: true, asking: false, busy: false });
      document.querySelector("main")?.focus();
    });
  }

  render() {
    const { consent, trouble, ended } = /** @type {any} */ (this.state);
    return [
      h("p", { role: "status", key: "status" }, ended ? texts.ended : consent || trouble ? "" : texts.loading),
      trouble && h("p", { class: "trouble", role: "alert", key: "trouble" }, h(Icon, { name: "alert" }), trouble),
      consent ? this.whole(consent) : h("h1", { key: "title" }, texts.page),
    ];
  }

  /** @param {any} consent */
  whole(consent) {
    const company = consent.owner.name;
    return h("div", { key: "whole" },
      h("p", { class: `state ${consent.status}` },
        h(Icon, { name: consent.status === "granted" ? "check" : "clock" }), /** @type {any} */ (texts)[consent.status]),
      h("h1", {}, texts.title(company)),
      h("p", { class: "lead" }, told(consent)),
      h("section", { class: "panel" },
        h("dl", { class: "pairs" },
          pair(texts.company, company),
          consent.bank_name && pair(texts.bank, consent.bank_name),
          pair(texts.accounts, consent.accounts.length
            ? consent.accounts.map((/** @type {any} */ account) => h("div", { key: account._id }, account.label))
            : texts.noAccounts),
          consent.granted_at && pair(texts.since, moment(consent.granted_at)),
          pair(texts.lastRead, consent.last_read_at ? moment(consent.last_read_at) : texts.neverRead))),
      h("section", { class: "panel", "aria-labelledby": "scopes" },
        h("h2", { id: "scopes" }, texts.scopes),
        h("ul", { class: "scopes" }, consent.scopes.map(scope))),
      h("section", { class: "panel", "aria-labelledby": "words" },
        h("h2", { id: "words" }, texts.words),
        h("p", { lang: "en" }, consent.text),
        h("p", {}, h("small", {}, `${texts.number}: ${consent._id}`))),
      consent.status === "granted" && this.ending(company));
  }

  /** @param {string} company */
  ending(company) {
    const { asking, busy } = /** @type {any} */ (this.state);
    return asking
      ? h("section", { class: "panel", "aria-label": texts.end },
          h("p", { role: "alert" }, texts.sure(company)),
          h(Actions, {},
            h(Button, { kind: "danger", disabled: busy, onClick: () => this.end() }, texts.yes),
            h(Button, { kind: "secondary", disabled: busy, onClick: () => this.setState({ asking: false }) }, texts.keep)))
      : h(Actions, {}, h(Button, { kind: "secondary bad", onClick: () => this.setState({ asking: true }) }, texts.end));
  }
}

/** @param {any} consent */
function told(consent) {
  switch (consent.status) {
    case "granted":
      return texts.grantedText(day(consent.expires_at));
    case "revoked":
      return texts.revokedText(day(consent.ended_at));
    default:
      return texts.expiredText(day(consent.expires_at));
  }
}

/**
 * @param {string} name
 * @param {any} value
 */
const pair = (name, value) => h("div", { key: name }, h("dt", {}, name), h("dd", {}, value));

/** @param {any} scope */
const scope = (scope) =>
  h("li", { key: scope.product },
    h("span", { class: "badge" }, h(Icon, { name: scope.product })),
    h("span", { class: "what" },
      h("strong", {}, /** @type {any} */ (words.scopes)[scope.product] ?? scope.product),
      h("span", { lang: "en" }, scope.purpose)));

render(h(Consent, {}), /** @type {HTMLElement} */ (document.getElementById("consent")));
