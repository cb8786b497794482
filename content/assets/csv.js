// @ts-check
// CSV files of the site, read and written: RFC 4180, a BOM before it, an apostrophe before what a spreadsheet would take for a formula.
const FORMULA = /^[=+\-@'\t\r＝＋－＠]/;

/**
 * The lines of a file, each by the names of its columns, all of them texts.
 * @param {string} text
 * @returns {Object<string, string>[]}
 */
export function parse(text) {
  const rows = [];
  let row = [];
  let field = "";
  let quoted = false;
  for (let at = text.charCodeAt(0) === 0xfeff ? 1 : 0; at < text.length; at++) {
    const c = text[at];
    if (quoted) {
      if (c !== '"') field += c;
      else if (text[at + 1] === '"') {
        field += c;
        at++;
      } else quoted = false;
    } else if (c === '"') quoted = true;
    else if (c === ",") {
      row.push(field);
      field = "";
    } else if (c === "\n") {
      row.push(field);
      rows.push(row);
      row = [];
      field = "";
    } else if (c !== "\r") field += c;
  }
  if (field || row.length) {
    row.push(field);
    rows.push(row);
  }
  const [head, ...lines] = rows;
  return lines.map((line) => Object.fromEntries(head.map((name, i) => [name, bare(line[i])])));
}

/** @param {string} text */
const bare = (text) => (text[0] === "'" && FORMULA.test(text.slice(1)) ? text.slice(1) : text);

/** @param {any} value a number stays one; nothing is an empty field */
function field(value) {
  let text = value === null || value === undefined ? "" : String(value);
  if (typeof value !== "number" && FORMULA.test(text)) text = `'${text}`;
  return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}

/**
 * @param {string[]} names of the columns
 * @param {any[][]} rows
 */
export const toText = (names, rows) => `\ufeff${[names, ...rows].map((row) => row.map(field).join(",")).join("\r\n")}\r\n`;
