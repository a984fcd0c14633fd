// What several screens are made of.
import { Component, h } from "preact";
import { words } from "./words.js";

/** Drawings, on a grid of 24. */
const DRAWINGS = {
  back: "M15 5l-7 7 7 7",
  close: "M6 6l12 12M18 6L6 18",
  check: "M5 12.5l4.500 4.500L19 7.500",
  alert: "M12 8v5M12 16.500v.01M12 3l9.500 17h-19z",
  lock: "M7 11V8a5 5 0 0 1 10 0v3M5 11h14v9H5z",
  clock: "M12 7v5l3 2M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z",
  undo: "M4 9h11a5 5 0 0 1 0 10h-3M4 9l4-4M4 9l4 4",
  chevron: "M9 5l7 7-7 7",
  search: "M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM16 16l4.500 4.500",
  out: "M10 5H5v14h14v-5M14 4h6v6M20 4l-9 9",
  bank: "M3 9.500L12 4l9 5.500M5 10v8M10 10v8M14 10v8M19 10v8M3 20h18",
  auth: "M12 11a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7zM5 20c.5-4 3-6 7-6s6.500 2 7 6",
  balance: "M3 7h18v11H3zM16 12.500h2M3 10h18",
  identity: "M3 5h18v14H3zM8.500 12a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM5.500 16c.5-2 5.500-2 6 0M15 9.500h3M15 13.500h3",
  income: "M4 18l5-6 4 3 7-9M15 6h5v5",
  transactions: "M4 8h14M14 4l4 4-4 4M20 16H6M10 12l-4 4 4 4",
};

/** @param {{name: string, class?: string}} props */
export const Icon = ({ name, class: kind = "" }) =>
  h("svg", { class: `icon ${kind}`, viewBox: "0 0 24 24", "aria-hidden": "true" },
    h("path", { d: /** @type {Record<string, string>} */ (DRAWINGS)[name] ?? DRAWINGS.bank }));

/** A picture, or the first letter of a name where there is none or it does not load. */
export class Mark extends Component {
  /** @param {any} props */
  render({ name, src, class: kind = "" }) {
    const { broken } = /** @type {any} */ (this.state);
    return shown(src) && !broken
      ? h("img", { class: `mark ${kind}`, src, alt: "", width: 40, height: 40, onError: () => this.setState({ broken: true }) })
      : h("span", { class: `mark letter ${kind}`, "aria-hidden": "true" }, (name ?? "?").trim().charAt(0).toUpperCase());
  }
}

/**
 * Nothing is loaded from elsewhere: a picture stands in its own address, or is one of ours.
 *
 * @param {string | null | undefined} src
 */
const shown = (src) => src?.startsWith("data:image/") || src?.startsWith("/assets/");

/**
 * The path of a picture of ours: it is loaded from where the page itself came from; nothing for what is no address.
 *
 * @param {string} address
 */
export const ours = (address) => {
  try {
    return new URL(address, location.href).pathname;
  } catch {
    return "";
  }
};

/**
 * A screen's heading takes the focus when the screen appears, so that its title is what a screen reader reads first.
 */
export class Heading extends Component {
  componentDidMount() {
    document.title = String(/** @type {any} */ (this.props).title);
    /** @type {HTMLElement} */ (this.base).focus({ preventScroll: true });
  }

  /** @param {any} props */
  render({ title, children }) {
    return [h("h1", { tabIndex: -1, key: "title" }, title), children && h("p", { class: "lead", key: "lead" }, children)];
  }
}

/** @param {any} props */
export const Button = ({ kind = "primary", ...rest }) => h("button", { type: "button", class: `button ${kind}`, ...rest });

/** What is wrong, told at once. */
export class Trouble extends Component {
  /** Not where somebody is typing: they are told, and type on. */
  componentDidMount() {
    if (document.activeElement?.tagName !== "INPUT" || !(/** @type {any} */ (this.props).quiet)) {
      /** @type {HTMLElement | null} */ (this.base)?.focus();
    }
  }

  /** @param {any} props */
  render({ children }) {
    return h("p", { class: "trouble", role: "alert", tabIndex: -1, id: "trouble" }, h(Icon, { name: "alert" }), h("span", {}, children));
  }
}

/** A screen that is one message. @param {any} props */
export const Message = ({ icon, tone = "", title, text, children }) =>
  h("div", { class: "screen centred" },
    h("span", { class: `medal ${tone}` }, h(Icon, { name: icon })),
    h(Heading, { title }, text),
    children);

/**
 * @param {object} object
 * @param {string} name
 */
export const owns = (object, name) => Object.prototype.hasOwnProperty.call(object, name);

/** @param {{children?: any}} props */
export const Actions = ({ children }) => h("div", { class: "actions" }, children);

/** @param {any} props */
export const Spinner = ({ label = words.loading }) =>
  h("div", { class: "wait", role: "status" }, h("span", { class: "spinner" }), h("p", {}, label));
