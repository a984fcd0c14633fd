// Answers pages that were written for Okra's script: only the address of the script changes. Also what a page that loads
// openbalance.js as no module gets.
import { openBalance } from "./core.js";

const { src } = document.currentScript;
const base = src.replace(/(\/v2(\/sandbox)?|\/sandbox\/v2)?\/(bundle|openbalance)\.js.*$/, "");
const OpenBalance = openBalance(base);
const named = (options) => ({ name: options.clientName, ...options });
globalThis.OpenBalance ??= OpenBalance;
if (src.includes("/bundle.js")) {
  globalThis.Okra = {
    buildWithOptions: (options) => OpenBalance.open(named(options)),
    buildWithShortUrl: (options) => OpenBalance.open({ ...options, ref: options.short_url, withShortURL: true }),
  };
}
