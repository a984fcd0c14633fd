// The widget: draws the state at every change, and begins with what the opening brought.
import { h, render } from "preact";
import { begin, close, onChange, state } from "./journey.js";
import { isFramed } from "./opener.js";
import { opening } from "./opening.js";
import { Widget } from "./widget.js";

const LATER = "/assets/app/later.js";
const AGAIN_MS = 2_000;

const place = /** @type {HTMLElement} */ (document.getElementById("widget"));
place.replaceChildren();
place.className = "";
onChange(() => render(h(Widget, {}), place));
render(h(Widget, {}), place);
opening.then(begin).finally(fetchLater);

addEventListener("keydown", (pressed) => {
  if (pressed.key === "Escape" && isFramed && !state.leaving && !(/** @type {any} */ (pressed.target).value)) {
    close();
  }
});

function fetchLater() {
  const script = document.createElement("script");
  script.src = LATER;
  script.addEventListener("error", () => setTimeout(fetchLater, AGAIN_MS));
  document.head.append(script);
}
