// The frame around every screen: back, how far, close; and what may come up over any of them.
import { Component, h } from "preact";
import { change, back, close, LAST_STAGE, leave, open, stage, state, WITH_WAY_BACK } from "./journey.js";
import { isFramed, tell } from "./opener.js";
import { Actions, Button, Icon, Message, Spinner } from "./parts.js";
import { Welcome } from "./welcome.js";
import { words } from "./words.js";

const Loading = () => h("div", { class: "screen centred" }, h(Spinner, {}));

/** @type {Record<string, any>} */
const screens = { loading: Loading, welcome: Welcome };

/** @param {Record<string, any>} more */
export function arrived(more) {
  Object.assign(screens, more);
  change({});
}

const ENDED = ["loading", "refused", "closed", "over"];

export const Widget = () =>
  h("div", { class: isFramed ? "stage framed" : "stage" },
    h(isFramed ? "div" : "main", { class: "card", ...(isFramed ? { role: "dialog", "aria-modal": true, "aria-label": title() } : {}) },
      h(Head, {}),
      state.ending && h(Ending, {}),
      h(Drawn, { key: state.view + (state.bank?._id ?? "") }),
      h("div", { class: "foot" }, h(Icon, { name: "lock" }), words.secured)),
    state.leaving && h(Leave, {}));

/** The screen; words in its place where it cannot be drawn, as in a browser that is too old. */
class Drawn extends Component {
  /** @param {any} failure */
  componentDidCatch(failure) {
    this.setState({ broken: true });
    tell({ error: { code: "OTHER", message: String(failure?.message ?? failure) } });
  }

  render() {
    return /** @type {any} */ (this.state).broken
      ? h(Message, { icon: "alert", tone: "bad", title: words.failed.OTHER.title, text: words.broken })
      : h(screens[state.view] ?? Loading, {});
  }
}

/** Over a company's page it is a dialog of that page. */
const title = () => state.owner?.name ?? words.loading;

const Head = () =>
  h("div", { class: "head" },
    WITH_WAY_BACK.includes(state.view)
      ? h("button", { type: "button", class: "tool", "aria-label": words.back, onClick: back }, h(Icon, { name: "back" }))
      : h("span", { class: "tool" }),
    stage() > 0 && !ENDED.includes(state.view) && h(Progress, {}),
    state.view !== "closed" && (isFramed || state.session)
      ? h("button", { type: "button", class: "tool", "aria-label": words.close, onClick: close }, h(Icon, { name: "close" }))
      : h("span", { class: "tool" }));

const Progress = () => {
  const at = state.view === "success" ? LAST_STAGE : stage();
  const steps = Array.from({ length: LAST_STAGE }, (_, place) => h("i", { key: place, class: place < at ? "done" : "" }));
  return h("div", { class: "progress", role: "img", "aria-label": words.stage(at, LAST_STAGE) }, steps);
};

const Ending = () => {
  const minutes = Math.round((Date.parse(state.expires_at) - Date.now()) / 60_000);
  return h("div", { class: "ending", role: "alert" },
    h(Icon, { name: "clock" }),
    h("span", {}, words.ending.text(minutes)),
    h("button", { type: "button", class: "link", onClick: open }, words.ending.again));
};

/** The browser's own dialog holds the focus and gives it back. */
class Leave extends Component {
  componentDidMount() {
    const dialog = /** @type {HTMLDialogElement} */ (this.base);
    // Browsers of before 2022 have none.
    dialog.showModal ? dialog.showModal() : dialog.setAttribute("open", "");
  }

  render() {
    const stay = () => change({ leaving: false });
    return h("dialog", { class: "dialog", "aria-labelledby": "leave", onClose: stay },
      h("h2", { id: "leave" }, words.leave.title),
      h("p", {}, words.leave.text),
      h(Actions, {},
        h(Button, { onClick: stay }, words.leave.stay),
        h(Button, { kind: "secondary", onClick: leave }, words.leave.go)));
  }
}
