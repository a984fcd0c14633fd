// The widget: draws the state at every change, and begins with what the opening brought.
import { h, render } from "preact";
import { begin, onChange } from "./journey.js";
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

function fetchLater() {
  const script = document.createElement("script");
  script.src = LATER;
  script.addEventListener("error", () => setTimeout(fetchLater, AGAIN_MS));
  document.head.append(script);
}
