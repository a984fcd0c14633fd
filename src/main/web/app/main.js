// The widget: takes the options, then draws the state at every change.
import { h, render } from "preact";
import { Widget } from "./widget.js";
import { begin, onChange } from "./journey.js";
import { options } from "./opener.js";

const place = /** @type {HTMLElement} */ (document.getElementById("widget"));
place.replaceChildren();
place.className = "";
onChange(() => render(h(Widget, {}), place));
render(h(Widget, {}), place);
const { options: given, opener } = await options();
await begin(given, opener);
