/*! OpenBalance: opens the widget that links a bank account. A module, and the global OpenBalance. */
const base = new URL(".", import.meta.url).href.slice(0, -1);
/*core*/
export const OpenBalance = openBalance(base);
globalThis.OpenBalance = OpenBalance;
export default OpenBalance;
