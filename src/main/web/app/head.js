// The first script of the widget's page: it asks for a session while the rest of the page is still on its way.
import * as api from "./api.js";
import * as opener from "./opener.js";
import * as opening from "./opening.js";
import * as store from "./store.js";

/** @type {any} */ (globalThis).openbalance = {
  "./api.js": api,
  "./opener.js": opener,
  "./opening.js": opening,
  "./store.js": store,
};
