// @ts-check
// What a reader takes along of one number: its address, a citation, and what to write where it is wrong.
import { copier } from "./citing.js";
import { fill, make } from "./dom.js";

/**
 * A text to copy by a button, or by hand where that is not allowed.
 * @param {string} name of what is unfolded
 * @param {string} said above the text, and of it for who cannot see it
 * @param {string} text
 * @param {Record<string, string>} words
 */
function copied(name, said, text, words) {
  const box = make("textarea", { readOnly: true, rows: 6, "aria-label": said }, text);
  const press = copier(() => box, words.cell_copy, words.cell_copied);
  return make("details", {}, make("summary", {}, name), make("p", {}, said), box, press);
}

const NUMBERED = /^(?:[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）|\d{1,2}[.．、])\s*/;

/**
 * The foot of the window of a number.
 * @param {import("./number.js").About & {unit: string, spelt: string, version: string}} about
 */
export function foot({ address, words, say, agency, report, year, status, raw, unit, spelt, version, id, labels }) {
  const link = make("a", { href: `#${address}` }, words.cell_link);
  if (!report) return make("p", { className: "foot" }, link);
  const where = `${location.href.split("#")[0]}#${address}`;
  const document = `${report.file} sha256:${report.sha256}`;
  const fields = { cell: id, where, read: `${raw ?? ""} (${status})`, place: spelt, document, version: say.version };
  const title = `${labels.join(" · ")} ${id}`;
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}`);
  const label = labels.map((name) => name.replace(NUMBERED, "")).join(words.cell_comma); // away from the form its numbering says nothing
  const isEnglish = globalThis.document.documentElement.lang === "en";
  const name = (isEnglish && agency.agency_name_en) || agency.agency_name;
  const value = status === "reported" ? `${(raw ?? "").trim()}${unit}` : words[`status_${status}`];
  const cited = fill(words.cell_cited, { name, year, label, value, address: where, document, version });
  const cite = copied(words.cell_cite, words.cell_cite_text, cited, words);
  if (!say.issues.to)
    return make(
      "div",
      { className: "foot" },
      cite,
      copied(words.cell_report, words.cell_report_text, [title, ...lines].join("\n"), words),
      make("p", {}, link),
    );
  const { to, title: ofTitle = "title", text: ofText } = say.issues;
  const filled = new URLSearchParams({ [ofTitle]: title, ...(ofText ? { [ofText]: lines.join("  \n") } : fields) });
  return make(
    "div",
    { className: "foot" },
    cite,
    make("p", {}, make("a", { href: `${to}${filled}`, rel: "noopener" }, words.cell_report), " · ", link),
  );
}
