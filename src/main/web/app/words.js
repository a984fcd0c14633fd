// The texts in the language of the page, which the server chose by what the browser asked for.

const files = {
  en: () => import("./texts/en.js"),
  fr: () => import("./texts/fr.js"),
};

const wanted = document.documentElement.lang === "fr" ? "fr" : "en";

/** @type {import("./texts/en.js").Texts} */
export const words = (await files[wanted]()).default;

/** @param {string} instant */
export const day = (instant) => new Intl.DateTimeFormat(words.language, { dateStyle: "long" }).format(new Date(instant));

/** @param {string} instant */
export const moment = (instant) =>
  new Intl.DateTimeFormat(words.language, { dateStyle: "long", timeStyle: "short" }).format(new Date(instant));
