// The texts in the language of the page. The server, which chose it by what the browser asked for, puts that file here.
import texts from "./texts/en.js";

export const words = texts;

/** @param {string} instant */
export const day = (instant) => new Intl.DateTimeFormat(words.language, { dateStyle: "long" }).format(new Date(instant));

/** @param {string} instant */
export const moment = (instant) =>
  new Intl.DateTimeFormat(words.language, { dateStyle: "long", timeStyle: "short" }).format(new Date(instant));
