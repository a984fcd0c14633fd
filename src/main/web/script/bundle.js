/*! OpenBalance: answers pages that were written for Okra's script. Only the address of the script changes. */
(() => {
  const { src } = document.currentScript;
  const base = src.replace(/(\/v2(\/sandbox)?|\/sandbox\/v2)?\/(bundle|openbalance)\.js.*$/, "");
  /*core*/
  const OpenBalance = openBalance(base);
  const named = (options) => ({ name: options.clientName, ...options });
  globalThis.OpenBalance ??= OpenBalance;
  if (!src.includes("/bundle.js")) return;
  globalThis.Okra = {
    buildWithOptions: (options) => OpenBalance.open(named(options)),
    buildWithShortUrl: (options) => OpenBalance.open({ ...options, ref: options.short_url, withShortURL: true }),
  };
})();
