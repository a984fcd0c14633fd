// Opens the widget that links a bank account. A module, and the global OpenBalance.
import { openBalance } from "./core.js";

const base = new URL(".", import.meta.url).href.slice(0, -1);
export const OpenBalance = openBalance(base);
globalThis.OpenBalance = OpenBalance;
export default OpenBalance;
