// @ts-check
// The window of one number: the text as printed, the page it stands on, the document, what checks it takes part in. Loaded with the first press.
import { beside, close, element } from "./cells.js";
import { fill, one } from "./dom.js";
import { formOf } from "./figures.js";
import { checksOf, find, unitOf } from "./origin.js";
import { foot } from "./reporting.js";

/**
 * @typedef {import("../shapes").Words} Words
 * @typedef {import("../shapes").Body} Body
 * @typedef {import("./origin.js").Place} Place
 * @typedef {import("../shapes").Report & {key: string, id: string, sha256: string, file: string, url: string}} Report
 * @typedef {{address: string, words: Record<string, string>, say: Words, agency: Body["agency"], report: Report | undefined, year: string, status: string,
 *   raw: string, place: Place | null, id: string, labels: string[]}} About what is known of a number
 */

/**
 * @param {HTMLDialogElement} window
 * @param {string} address of the number on the page: table-row-column-key
 * @param {Words} say
 * @param {Body} data
 */
export function show(window, address, say, data) {
  const words = say.words;
  const [table, row, column, ...rest] = address.split("-");
  const year = rest.join("-");
  const name = [table, row, column].join(".");
  const found = data.reports.find((report) => report.report_id === `${data.agency.agency_id}-${year}`);
  const report = found && {
    ...found,
    key: year,
    id: found.report_id,
    sha256: found.source_sha256,
    file: found.source_file,
    url: found.source_url && /^https?:/.test(found.source_url) ? found.source_url : "",
  };
  const origin = find(data, report, name);
  const { status, raw, place, note } = origin;
  const checks = checksOf(data, report, year, name, say);
  const labels = [`${table}.row.${row}`, `${table}.column.${column}`]
    .map((id) => say.labels_of[found ? formOf(found, table) : ""]?.[id] ?? say.labels[id])
    .filter(Boolean);
  /** @type {About} */
  const about = { address, words, say, agency: data.agency, report, year, status, raw, place, id: `${report?.id}.${table}.${row}.${column}`, labels };
  // the unit that the page shows behind a number, where it is another than the label's
  const shown =
    status === "reported" && raw ? (document.querySelector(`td[id="${address}"], td[data-of="${address}"]`)?.textContent?.trim() ?? "") : "";
  const unit = shown.startsWith(`${raw.trim()} `) ? shown.slice(raw.trim().length).replace(` [${note}]`, "") : "";
  const lines = element("dl", [
    ...line(words.cell_as_printed, raw.trim() ? element("span", [element("q", raw.trim(), { lang: "zh" }), unit]) : words.cell_nothing),
    ...line(words.cell_status, words[`status_${status}`]),
    ...(note ? line(words.cell_note, element("span", note, { lang: "zh" })) : []),
    ...line(words.cell_place, place ? spell(place, words) : words.cell_no_place),
    ...(report ? line(words.cell_document, source(report, place, words)) : []),
    ...(report ? line(words.cell_id, element("code", about.id)) : []),
  ]);
  const title = element("h2", [...labels.flatMap((label, at) => (at ? [" · ", label] : [label])), " ", element("small", year)], {
    id: "cell-title",
    tabindex: "-1",
  });
  const paper = place?.page ? report?.pictures?.[place.page] : undefined;
  const strip = report && place && place.box.length && paper ? picture(report, place, paper, words) : null;
  window.replaceChildren(
    close(window, words.cell_close),
    title,
    lines,
    ...(strip ? [strip] : []),
    tried(about, checks),
    foot({
      ...about,
      version: data.data_version ?? say.version,
      unit: unit || unitOf(origin, name, say),
      spelt: place ? spell(place, words) : words.cell_no_place,
    }),
  );
  window.showModal();
  title.focus();
  if (strip && place && paper) centre(strip, place, paper);
}

/** @param {string} name @param {Node | string | (Node | string)[]} content */
function line(name, content) {
  return [element("div", [element("dt", name), element("dd", content)])];
}

/** @param {Place} place @param {Record<string, string>} words */
function spell({ page, grid, row, column }, words) {
  const parts = /** @type {const} */ ([
    [words.cell_page, page],
    [words.cell_grid, grid],
    [words.cell_row, row],
    [words.cell_column, column],
  ]);
  return parts
    .filter(([, n]) => n)
    .map(([text, n]) => fill(text, { n }))
    .join(words.cell_comma);
}

/** @param {Report} report @param {Place | null} place @param {Record<string, string>} words */
function source(report, place, words) {
  const page = place?.page;
  const at = page && report.format === "pdf" ? `#page=${page}` : "";
  /** @type {(Node | string)[]} */
  const parts = [];
  if (report.copy) parts.push(element("a", `${report.copy}${page ? fill(words.cell_at_page, { n: page }) : ""}`, { href: beside(report.copy) + at }));
  else parts.push(element("code", report.file), ` ${words[report.why_not ?? ""] ?? ""}`);
  if (report.url)
    parts.push(" · ", element("a", words.cell_source, { href: report.url + (report.url.endsWith(".pdf") ? at : ""), rel: "nofollow noopener" }));
  parts.push(element("br"), element("small", `SHA-256 ${report.sha256.slice(0, 16)}…`, { title: report.sha256 }));
  if (/\.(html?|mht|mhtml)\.txt$/.test(report.copy ?? "")) parts.push(element("br"), element("small", words.cell_as_text));
  return parts;
}

/** @typedef {import("../shapes").Picture} Paper */

/**
 * The whole page in a window as high as the row: it can be moved about, and opens where the number stands.
 * @param {Report} report
 * @param {Place} place
 * @param {Paper} page
 * @param {Record<string, string>} words
 */
function picture(report, place, [name, width, height], words) {
  const [left, top, right, bottom] = place.box;
  const said = fill(words.cell_strip, { n: place.page, page: report.copy || report.file });
  const image = element("img", [], { src: beside(name), alt: said, width: String(Math.round(width)), height: String(Math.round(height)) });
  const mark = element("i");
  const sides = { left: left / width, top: top / height, width: (right - left) / width, height: (bottom - top) / height };
  for (const [side, part] of Object.entries(sides)) mark.style.setProperty(side, `${part * 100}%`);
  const paper = element("div", [image, mark], { class: "paper" });
  paper.style.setProperty("--points", String(width));
  paper.style.setProperty("--tall", String(height));
  const view = element("div", paper, { class: "strip", tabindex: "0", role: "region", "aria-label": said });
  view.style.setProperty("--high", String(bottom - top));
  const whole = element("a", words.cell_whole, { href: beside(name) });
  return element("figure", [view, element("figcaption", [said, " · ", whole])]);
}

/** @param {HTMLElement} figure @param {Place} place @param {Paper} page */
function centre(figure, { box }, [, width]) {
  const view = one(figure, ".strip", HTMLElement);
  const scale = one(view, ".paper", HTMLElement).clientWidth / width;
  const [left, top, right, bottom] = box.map((side) => side * scale);
  view.scrollTo((left + right - view.clientWidth) / 2, (top + bottom - view.clientHeight) / 2);
}

/** @param {About} about @param {import("./origin.js").Tried[]} checks */
function tried({ say, words, year }, checks) {
  if (!checks.length) return element("p", words.cell_no_checks, { class: "none" });
  const items = checks.map(({ code, outcome, finding }) => {
    // what was found is told on this page, or on the page of its report, where there is room for all of it
    const place = finding && document.getElementById(finding.anchor);
    const texts = [...(place?.childNodes ?? [])].filter((part) => part.nodeType === Node.TEXT_NODE).map((part) => (part.textContent ?? "").trim());
    const message = texts.find(Boolean) ?? say.checks[code] ?? code;
    const way = finding && (place ? "" : `${year}/`) + `#${finding.anchor}`;
    return element(
      "li",
      [element("b", words[`outcome_${outcome}`]), " ", message, ...(way ? [" ", element("a", words.cell_finding, { href: way })] : [])],
      {
        class: outcome,
      },
    );
  });
  return element("section", [element("h3", words.cell_checks), element("ul", items)]);
}
