// The second script of the widget's page: draws the state at every change, begins with what the opening brought, and
// fetches the third, with the screens after the first.
import { Component, h, render } from "preact";
import * as journey from "./journey.js";
import { begin, close, onChange, state } from "./journey.js";
import { isFramed } from "./opener.js";
import { opening } from "./opening.js";
import * as parts from "./parts.js";
import * as widget from "./widget.js";
import * as words from "./words.js";

Object.assign(/** @type {any} */ (globalThis).openbalance, {
  preact: { Component, h, render },
  "./journey.js": journey,
  "./parts.js": parts,
  "./widget.js": widget,
  "./words.js": words,
});

const AGAIN_MS = 2_000;

const place = /** @type {HTMLElement} */ (document.getElementById("widget"));
const { later } = place.dataset;
place.replaceChildren();
place.className = "";
onChange(() => render(h(widget.Widget, {}), place));
render(h(widget.Widget, {}), place);
opening.then(begin).finally(fetchLater);

addEventListener("keydown", (pressed) => {
  if (pressed.key === "Escape" && isFramed && !state.leaving && !(/** @type {any} */ (pressed.target).value)) {
    close();
  }
});

function fetchLater() {
  const script = document.createElement("script");
  script.src = String(later);
  script.addEventListener("error", () => setTimeout(fetchLater, AGAIN_MS));
  document.head.append(script);
}
