// The bank's own questions. What is typed here lives in the fields and in one request's body, and nowhere else.
import { Component, h } from "preact";
import { cancel, comeBack, reply, retry, signIn, state } from "./journey.js";
import { isFramed } from "./opener.js";
import { Actions, Button, Heading, Icon, Mark, ours, owns, Spinner, Trouble } from "./parts.js";
import { words } from "./words.js";

/** @typedef {import("./journey.js").Field} Field */

const LONG_MS = 8_000;
const ANSWER_LENGTH = 200;
const TOKENS = /** @type {Record<string, string>} */ ({ username: "username", password: "current-password", company_id: "organization" });

/**
 * @param {Record<string, string>} names
 * @param {string} name
 * @param {string} otherwise
 */
const named = (names, name, otherwise) => (owns(names, name) ? names[name] : otherwise);

const bank = () => /** @type {import("./journey.js").Bank} */ (state.bank);

const BankMark = () => h(Mark, { name: bank().name, src: ours(bank().icon), class: "large" });

/** @param {Event} event */
function sent(event) {
  event.preventDefault();
  return new FormData(/** @type {HTMLFormElement} */ (event.target));
}

export class SignIn extends Component {
  constructor() {
    super();
    this.state = { shown: false, missing: "" };
  }

  /** @param {Event} event */
  submit(event) {
    const form = sent(event);
    const fields = Object.fromEntries(bank().login.fields.map((field) => [field.name, String(form.get(field.name) ?? "")]));
    const missing = bank().login.fields.find((field) => !fields[field.name]);
    this.setState({ missing: missing?.name ?? "" });
    if (missing) {
      document.getElementById(`field-${missing.name}`)?.focus();
    } else {
      signIn(fields);
    }
  }

  render() {
    const { shown, missing } = /** @type {any} */ (this.state);
    const { login } = bank();
    return h("form", { class: "screen", noValidate: true, onSubmit: (/** @type {Event} */ event) => this.submit(event) },
      h(BankMark, {}),
      h(Heading, { title: words.signin.title(bank().name) }, words.signin.lead),
      state.trouble && h(Trouble, { key: state.trouble }, state.trouble),
      login.fields.map((field) => this.field(field, shown, missing === field.name)),
      h(Actions, {}, h(Button, { type: "submit" }, words.signin.submit)));
  }

  /**
   * @param {Field} field
   * @param {boolean} shown
   * @param {boolean} missing
   */
  field(field, shown, missing) {
    const id = `field-${field.name}`;
    const label = named(words.signin.fields, field.name, field.label);
    const isPassword = field.type === "password";
    return h("div", { class: "field", key: field.name },
      h("label", { for: id }, label),
      h("div", { class: "box" },
        h("input", {
          id, name: field.name, type: isPassword && !shown ? "password" : "text", maxLength: field.length,
          inputMode: field.type === "number" ? "numeric" : "text", autocomplete: named(TOKENS, field.name, "off"),
          autocapitalize: "none", autocorrect: "off", spellcheck: false, defaultValue: state.typed[field.name] ?? "",
          "aria-invalid": missing || undefined, "aria-describedby": missing ? `${id}-missing` : undefined, "aria-required": true,
        }),
        isPassword && h("button", {
          type: "button", class: "link", "aria-pressed": shown, onClick: () => this.setState({ shown: !shown }),
        }, shown ? words.signin.hide : words.signin.show)),
      missing && h("p", { class: "wrong", id: `${id}-missing`, role: "alert" }, words.signin.missing(label)));
  }
}

export class Otp extends Component {
  constructor() {
    super();
    this.state = { code: "", short: false };
  }

  /** @param {Event} event */
  submit(event) {
    event.preventDefault();
    const { code } = /** @type {any} */ (this.state);
    const short = code.length !== state.step.length;
    this.setState({ short });
    if (short) {
      document.getElementById("code")?.focus();
    } else {
      reply(code);
    }
  }

  render() {
    const { code, short } = /** @type {any} */ (this.state);
    const { length, message } = state.step;
    return h("form", { class: "screen", noValidate: true, onSubmit: (/** @type {Event} */ event) => this.submit(event) },
      h(BankMark, {}),
      h(Heading, { title: words.otp.title }, message || words.otp.lead(bank().name)),
      state.trouble && h(Trouble, { key: state.trouble }, state.trouble),
      h("div", { class: "field" },
        h("label", { for: "code" }, words.otp.label(length)),
        h("input", {
          id: "code", class: "code", value: code, inputMode: "numeric", autocomplete: "one-time-code", pattern: "[0-9]*",
          "aria-invalid": short || undefined, "aria-describedby": short ? "code-short" : undefined, "aria-required": true,
          // Banks' messages break codes up; what is pasted is taken by its digits.
          onInput: (/** @type {any} */ event) => {
            const digits = event.target.value.replace(/\D/g, "").slice(0, length);
            event.target.value = digits;
            this.setState({ code: digits });
          },
        }),
        short && h("p", { class: "wrong", id: "code-short", role: "alert" }, words.otp.short(length))),
      h(Actions, {}, h(Button, { type: "submit" }, words.otp.submit)));
  }
}

export class Question extends Component {
  constructor() {
    super();
    this.state = { missing: false };
  }

  /** @param {Event} event */
  submit(event) {
    const answer = String(sent(event).get("answer") ?? "");
    this.setState({ missing: !answer });
    if (answer) {
      reply(answer);
    } else {
      document.getElementById("answer")?.focus();
    }
  }

  render() {
    const { missing } = /** @type {any} */ (this.state);
    return h("form", { class: "screen", noValidate: true, onSubmit: (/** @type {Event} */ event) => this.submit(event) },
      h(BankMark, {}),
      h(Heading, { title: words.question.title }, words.question.lead(bank().name)),
      state.trouble && h(Trouble, { key: state.trouble }, state.trouble),
      h("div", { class: "field" },
        h("p", { class: "asked", id: "asked" }, state.step.question),
        h("label", { for: "answer" }, words.question.label),
        h("input", {
          id: "answer", name: "answer", type: "text", autocomplete: "off", autocapitalize: "none", spellcheck: false,
          maxLength: ANSWER_LENGTH, "aria-describedby": missing ? "asked missing" : "asked",
          "aria-invalid": missing || undefined, "aria-required": true,
        }),
        missing && h("p", { class: "wrong", id: "missing", role: "alert" }, words.question.missing)),
      h(Actions, {}, h(Button, { type: "submit" }, words.question.submit)));
  }
}

/** The bank's page allows no frame around it: it opens beside the company's page, or in place of this one and leads back. */
export class Redirect extends Component {
  constructor() {
    super();
    this.state = { gone: false, typed: "" };
  }

  /** @param {Event} event */
  submit(event) {
    const typed = String(sent(event).get("code") ?? "").trim();
    return typed && comeBack(typed);
  }

  render() {
    const { url, returned } = state.step ?? {};
    const gone = /** @type {any} */ (this.state).gone || !url;
    return h("div", { class: "screen" },
      h(BankMark, {}),
      h(Heading, { title: words.redirect.title(bank().name) }, isFramed ? words.redirect.lead(bank().name) : words.redirect.leave(bank().name)),
      state.trouble && h(Trouble, { key: state.trouble }, state.trouble),
      gone && !returned && h(Spinner, { label: words.redirect.waiting }),
      returned && h("form", { noValidate: true, onSubmit: (/** @type {Event} */ event) => this.submit(event) },
        h("div", { class: "field" },
          h("label", { for: "code" }, words.redirect.code),
          h("div", { class: "box" },
            h("input", {
              id: "code", name: "code", type: "text", maxLength: 20, autocomplete: "off", autocapitalize: "characters",
              autocorrect: "off", spellcheck: false, "aria-required": true,
            }))),
        h(Actions, {}, h(Button, { type: "submit" }, words.redirect.submit))),
      h(Actions, {},
        url && h("a", {
          class: gone ? "button secondary" : "button primary", href: url, ...(isFramed && { target: "_blank" }),
          // The page that the bank leads back to hands its code to this one, if no other page has cut them apart.
          rel: "opener", referrerPolicy: "no-referrer",
          onClick: () => this.setState({ gone: true }),
        }, words.redirect.go(bank().name), h(Icon, { name: "out" })),
        gone && h(Button, { kind: "quiet", onClick: retry }, words.redirect.anew)));
  }
}

export class Waiting extends Component {
  constructor() {
    super();
    this.state = { long: false };
  }

  componentDidMount() {
    this.timer = setTimeout(() => this.setState({ long: true }), LONG_MS);
  }

  componentWillUnmount() {
    clearTimeout(this.timer);
  }

  render() {
    const { long } = /** @type {any} */ (this.state);
    const { waitingFor } = state;
    return h("div", { class: "screen centred" },
      h("span", { class: "around" },
        h("span", { class: "spinner large" }),
        state.bank ? h(BankMark, {}) : h(Mark, { name: state.owner.name, src: state.owner.logo, class: "large" })),
      h(Heading, { title: words.waiting.title }, waitingFor),
      h("div", { class: "bar", role: "progressbar", "aria-label": waitingFor }, h("i", {})),
      h("p", { class: "lead", role: "status" }, long ? words.waiting.long : ""),
      waitingFor !== words.waiting.link && h(Actions, {}, h(Button, { kind: "secondary", onClick: cancel }, words.cancel)));
  }
}
