// The company's colour, darkened until white text stands out on it and it stands out on white (WCAG 2.2: 4.5 to 1).

const LEAST_CONTRAST = 4.5;
const OUR_OWN = "#1849a9";

/** @param {string | null | undefined} colour */
export function paint(colour) {
  const accent = readable(parsed(colour ?? "") ?? /** @type {number[]} */ (parsed(OUR_OWN)));
  const root = document.documentElement.style;
  root.setProperty("--accent", hex(accent));
  root.setProperty("--accent-deep", hex(accent.map((part) => part * 0.8)));
}

/** @param {number[]} rgb */
function readable(rgb) {
  let darker = rgb;
  while (1.05 / (luminance(darker) + 0.05) < LEAST_CONTRAST) {
    darker = darker.map((part) => Math.floor(part * 0.96));
  }
  return darker;
}

/** @param {string} colour */
function parsed(colour) {
  const digits = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(colour)?.[1];
  const long = digits?.length === 3 ? digits.replace(/./g, "$&$&") : digits;
  return long?.match(/../g)?.map((pair) => parseInt(pair, 16));
}

/** Relative luminance as WCAG defines it. @param {number[]} rgb */
function luminance(rgb) {
  const [red, green, blue] = rgb
    .map((part) => part / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** @param {number[]} rgb */
const hex = (rgb) => `#${rgb.map((part) => Math.floor(part).toString(16).padStart(2, "0")).join("")}`;
