/*! OpenBalance: answers pages that were written for Okra's script. Only the address of the script changes. */
(() => {
  const base = document.currentScript.src.replace(/\/v2\/bundle\.js.*$/, "");
  /*core*/
  const OpenBalance = openBalance(base);
  const named = (options) => ({ name: options.clientName, ...options });
  globalThis.OpenBalance ??= OpenBalance;
  globalThis.Okra = {
    buildWithOptions: (options) => OpenBalance.open(named(options)),
    buildWithShortUrl: (options) => OpenBalance.open({ ...options, ref: options.short_url, withShortURL: true }),
  };
})();
