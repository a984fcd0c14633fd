// The customer's own page of a consent. The link's token stands behind # and goes to the server in bodies alone.
import { Component, h, render } from "preact";
import { call } from "./api.js";
import { Actions, Button, Icon } from "./parts.js";
import { day, moment, words } from "./words.js";

const token = location.hash.slice(1);
const sandbox = token.startsWith("s_");
const mine = words.mine;

class Consent extends Component {
  constructor() {
    super();
    /** @type {any} */
    this.state = { consent: null, trouble: "", asking: false, busy: false, ended: false };
  }

  async fetch() {
    const { receipt, bank_name, last_read_at, read_under_another } = await call(sandbox, "consents/mine", { token });
    return { ...receipt.consent, bank_name, last_read_at, elsewhere: read_under_another };
  }

  componentDidMount() {
    document.title = mine.page;
    if (token) {
      this.guarded(async () => this.setState({ consent: await this.fetch() }));
    } else {
      this.setState({ trouble: mine.lost });
    }
  }

  /** @param {() => Promise<any>} work */
  async guarded(work) {
    try {
      await work();
    } catch (failure) {
      const { type, message } = /** @type {any} */ (failure);
      this.setState({ busy: false, trouble: type === "OFFLINE" ? words.failed.OFFLINE.text : type === "NOT_FOUND" ? mine.unknown : message });
    }
  }

  end() {
    this.setState({ busy: true, trouble: "" });
    this.guarded(async () => {
      await call(sandbox, "consents/mine/revoke", { token });
      this.setState({ consent: await this.fetch(), ended: true, asking: false, busy: false });
      document.querySelector("main")?.focus({ preventScroll: true });
      scrollTo({ top: 0 });
    });
  }

  render() {
    const { consent, trouble, ended } = /** @type {any} */ (this.state);
    return [
      consent ? this.whole(consent) : h("h1", { key: "title" }, mine.page),
      h("p", { role: "status", key: "status" }, ended ? (consent.elsewhere ? mine.endedHere : mine.ended) : consent || trouble ? "" : mine.loading),
      trouble && h("p", { class: "trouble", role: "alert", key: "trouble" }, h(Icon, { name: "alert" }), trouble),
    ];
  }

  /** @param {any} consent */
  whole(consent) {
    const company = consent.owner.name;
    return h("div", { key: "whole" },
      h("p", { class: `state ${consent.status}` },
        h(Icon, { name: consent.status === "granted" ? "check" : "clock" }), /** @type {any} */ (mine)[consent.status]),
      h("h1", {}, mine.title(company)),
      h("p", { class: "lead" }, terms(consent)),
      consent.elsewhere > 0 && h("p", { class: "lead" }, mine.elsewhere(consent.elsewhere)),
      h("section", { class: "panel" },
        h("dl", { class: "pairs" },
          pair(mine.company, company),
          consent.bank_name && pair(mine.bank, consent.bank_name),
          pair(mine.accounts, consent.accounts.length
            ? consent.accounts.map((/** @type {any} */ account) => h("div", { key: account._id }, account.label))
            : mine.noAccounts),
          consent.granted_at && pair(mine.since, moment(consent.granted_at)),
          pair(mine.lastRead, consent.last_read_at ? moment(consent.last_read_at) : mine.neverRead))),
      h("section", { class: "panel", "aria-labelledby": "scopes" },
        h("h2", { id: "scopes" }, mine.scopes),
        h("ul", { class: "scopes" }, consent.scopes.map(scope))),
      h("section", { class: "panel", "aria-labelledby": "words" },
        h("h2", { id: "words" }, mine.words),
        h("p", { lang: "en" }, consent.text),
        h("p", {}, h("small", {}, `${mine.number}: ${consent._id}`))),
      consent.status === "granted" && this.ending(company));
  }

  /** @param {string} company */
  ending(company) {
    const { asking, busy } = /** @type {any} */ (this.state);
    return asking
      ? h("section", { class: "panel", "aria-label": mine.end },
          h("p", { role: "alert" }, mine.sure(company)),
          h(Actions, {},
            h(Button, { kind: "danger", disabled: busy, onClick: () => this.end() }, mine.yes),
            h(Button, { kind: "secondary", disabled: busy, onClick: () => this.setState({ asking: false }) }, mine.keep)))
      : h(Actions, {}, h(Button, { kind: "secondary bad", onClick: () => this.setState({ asking: true }) }, mine.end));
  }
}

/** @param {any} consent */
function terms(consent) {
  switch (consent.status) {
    case "granted":
      return mine.grantedText(day(consent.expires_at));
    case "revoked":
      return (consent.elsewhere ? mine.revokedHere : mine.revokedText)(day(consent.ended_at));
    default:
      return (consent.elsewhere ? mine.expiredHere : mine.expiredText)(day(consent.expires_at));
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
