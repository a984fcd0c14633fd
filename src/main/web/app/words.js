// The texts in the language of the page: `texts` is one file of `texts/` in each bundle, and the server chooses the bundle
// by what the browser asked for.
import texts from "texts";

export const words = texts;

/** @param {string} instant */
export const day = (instant) => new Intl.DateTimeFormat(words.language, { dateStyle: "long" }).format(new Date(instant));

/** @param {string} instant */
export const moment = (instant) =>
  new Intl.DateTimeFormat(words.language, { dateStyle: "long", timeStyle: "short" }).format(new Date(instant));
