// The pages of a body and of its reports: where any one number was printed. Without this script the pages say it in words; with it each number
// answers a press with the text as printed, the page it stands on, the document, and what checks it takes part in. Nothing is loaded before
// the first press. And the numbers of older years, which stand on a body's page without their addresses, are given them here.
import { fill, make } from "./dom.js";
import { asText, load } from "./fetching.js";
import { foot } from "./reporting.js";

const ids = "table.f tbody td[id]";
let dialog;

// attributes come last here: most of what is made has only something in it
const element = (name, content = [], attributes = {}) => make(name, attributes, content);

const words = () => load(new URL("cells.json", import.meta.url).href);
const body = () => load(beside("data.json"));

// which column a cell stands in: years whose form lacks a number share one cell
function column(cell) {
  let at = 0;
  for (let before = cell.previousElementSibling; before; before = before.previousElementSibling) at += before.colSpan;
  return at;
}

// ---- the addresses of numbers -----------------------------------------------------------------------------------------------

// the cells of a whole table that are the form's, in its order: not the ones that fill a row up, nor the places at the rows' ends
const cellsOf = (table) => [...table.querySelectorAll("tbody:not(.x) td:not(.e):not(:last-child)")];

// a whole table of one report says which version of the form it is: which cell stands where is told once for all reports
function tell(table, key, { order, cells }) {
  const name = table.closest(".table-scroll").previousElementSibling?.id || "requests";
  const ids = cells[table.dataset.version]?.[name] ?? [];
  const found = cellsOf(table);
  if (found.length !== ids.length) throw new Error(`${name}: ${found.length} cells, not ${ids.length}`);
  found.forEach((cell, at) => {
    const id = `${order[ids[at]].replaceAll(".", "-")}-${key}`;
    if (!cell.id && !document.getElementById(id)) cell.id = id;
    cell.dataset.of = id;
  });
}

// the cells of a row differ in their address by the year alone: what one has written out tells the others'
function name(table) {
  const years = [...table.tHead.rows[0].cells].map((cell) => cell.textContent.trim());
  for (const row of table.querySelectorAll("tbody tr")) {
    const written = row.querySelector("td[id]");
    if (!written) continue;
    const stem = written.id.slice(0, -years[column(written)].length);
    for (const cell of row.cells) {
      if (cell.tagName === "TD" && !cell.id && !cell.matches(".o, .z")) cell.id = stem + years[column(cell)];
    }
  }
}

// the whole table of an older year's requests, from the page of its report; a failure leaves the way there
async function bring(fold) {
  if (!fold.dataset.key) return;
  const way = fold.querySelector("p a");
  try {
    const [answer, say] = await Promise.all([load(way.href.split("#")[0], asText), words()]);
    const table = new DOMParser().parseFromString(answer, "text/html").querySelector("#requests + * table.f");
    if (!fold.dataset.key) return; // it was asked for twice
    tell(table, fold.dataset.key, say);
    for (const cell of table.querySelectorAll("[id]")) if (document.getElementById(cell.id)) cell.removeAttribute("id");
    for (const link of table.querySelectorAll("a[href^='#']")) {
      if (!document.getElementById(link.hash.slice(1))) link.href = way.href.split("#")[0] + link.hash;
    }
    const region = document.adoptNode(table.parentElement);
    delete fold.dataset.key;
    fold.append(region);
    equip(table);
  } catch (error) {
    console.warn(error);
  }
}

// the address that the page was opened with may be one that has only now come to be; the browser is asked to go there again
async function arrive() {
  const wanted = decodeURIComponent(location.hash.slice(1));
  if (!wanted) return;
  const [table, row, column, ...key] = wanted.split("-");
  const text = /^(s\d|text)$/.test(wanted) && document.querySelector("details[data-text]");
  if (text) {
    text.open = true;
    await bringText(text);
  } else if (!document.getElementById(wanted) && row && column) {
    const fold = table === "requests" && [...document.querySelectorAll("details[data-key]")].find((one) => one.dataset.key === key.join("-"));
    if (fold) {
      fold.open = true;
      await bring(fold);
    } else {
      await tellAll();
    }
  }
  const target = document.getElementById(wanted);
  for (let fold = target?.closest("details:not([open])"); fold; fold = fold.parentElement.closest("details:not([open])")) fold.open = true;
  if (!target || target.matches(":target")) return;
  location.replace(location.href);
  target.scrollIntoView({ block: "center" });
  reach(target);
}

// on the page of one report: nothing needs the addresses of its numbers before one is asked for
async function tellAll() {
  const { key } = document.querySelector(".g-agency").dataset;
  const tables = [...document.querySelectorAll("table.p[data-version]")].filter((table) => !table.closest("details.y"));
  if (!key || !tables.length) return;
  try {
    const say = await words();
    for (const table of tables) tell(table, key, say);
  } catch (error) {
    console.warn(error);
  }
}

// the running text, which is Chinese and stands on the Chinese page; a failure leaves the way there
async function bringText(fold) {
  if (!fold.dataset.text) return;
  const way = fold.querySelector("p a");
  try {
    const page = new DOMParser().parseFromString(await load(way.href.split("#")[0], asText), "text/html");
    if (!fold.dataset.text) return;
    delete fold.dataset.text;
    const text = document.adoptNode(page.querySelector(".g-prose__text"));
    text.lang = "zh";
    text.dataset.words = document.documentElement.lang;
    fold.append(text);
  } catch (error) {
    console.warn(error);
  }
}

function reach(target) {
  const chosen = target?.querySelector("[data-cell]");
  if (chosen) stop(target.closest("table"), chosen);
}

// ---- the controls in the tables: one stop for the Tab key a table, arrows from there ---------------------------------------

function equip(table) {
  if (table.dataset.version) for (const cell of cellsOf(table)) control(cell, cell.dataset.of ?? cell.id);
  for (const row of table.tBodies.length && !table.dataset.version ? table.querySelectorAll("tbody tr") : []) {
    const named = row.querySelector("td[id]");
    if (!named) continue;
    for (const cell of row.cells) {
      if (cell.tagName === "TD" && cell.id) control(cell, cell.id);
    }
  }
  stop(table, table.querySelector("td:target [data-cell]") ?? table.querySelector("[data-cell]"));
}

function control(cell, address) {
  if (cell.querySelector("[data-cell]")) return;
  // no button element: what is in one cannot be marked and copied
  const made = element("span", [], { role: "button", tabindex: "-1", "aria-haspopup": "dialog", "data-cell": address });
  const link = cell.querySelector("a");
  made.append(...(link ?? cell).childNodes);
  link?.remove();
  cell.append(made);
}

function stop(table, chosen) {
  for (const other of table.querySelectorAll('[data-cell][tabindex="0"]')) other.tabIndex = -1;
  if (chosen) chosen.tabIndex = 0;
}

function neighbour(from, key) {
  const cell = from.closest("td");
  const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -1, ArrowDown: 1 }[key];
  if (key === "ArrowLeft" || key === "ArrowRight") {
    const row = [...cell.parentElement.querySelectorAll("[data-cell]")];
    return row[row.indexOf(from) + step];
  }
  const rows = [...cell.closest("table").rows];
  const wanted = column(cell);
  for (let at = rows.indexOf(cell.parentElement) + step; rows[at]; at += step) {
    const found = [...rows[at].cells].find((one) => column(one) === wanted)?.querySelector("[data-cell]");
    if (found) return found;
  }
  return null;
}

function pressed(event) {
  const from = event.target.closest?.("[data-cell]");
  if (!from) return;
  if (event.key === "Enter" || event.key === " ") {
    event.preventDefault();
    open(from);
  } else if (event.key.startsWith("Arrow")) {
    event.preventDefault();
    const to = neighbour(from, event.key);
    if (!to) return;
    stop(to.closest("table"), to);
    to.focus();
  }
}

// ---- what is said of one number -----------------------------------------------------------------------------------------

function beside(name) {
  return new URL(document.querySelector(".g-agency").dataset.beside + name, location.href).href;
}

async function open(from) {
  stop(from.closest("table"), from);
  if (!dialog) dialog = frame();
  try {
    const [say, data] = await Promise.all([words(), body()]);
    if (!from.dataset.cell) await tellAll();
    show(from.dataset.cell || from.closest("td").dataset.of, say, data);
  } catch (error) {
    console.warn(error);
    const failed = document.documentElement.lang.startsWith("en") ? "Its place could not be loaded; try again." : "出处没有载入成功，请再试一次。";
    dialog.replaceChildren(element("p", failed, { role: "alert" }), close("×"));
    dialog.showModal();
  }
}

function frame() {
  const made = element("dialog", [], { class: "cell", "aria-labelledby": "cell-title" });
  made.addEventListener("click", (event) => {
    const inner = made.getBoundingClientRect();
    const outside = event.clientX < inner.left || event.clientX > inner.right || event.clientY < inner.top || event.clientY > inner.bottom;
    // a key press on a button is a click at 0, 0
    if ((event.target === made && outside) || event.target.closest("a[href^='#']")) made.close();
  });
  document.querySelector(".g-agency").append(made);
  return made;
}

function close(word) {
  const made = element("button", "×", { type: "button", class: "close", "aria-label": word });
  made.addEventListener("click", () => dialog.close());
  return made;
}

// what data.json says of one number of a report
function find(data, report, name) {
  const at = data.cells.indexOf(name);
  const status = data.statuses[report?.statuses?.[at]] ?? "missing";
  if (!report || at < 0) return { status };
  const value = report.values[at];
  const own = [...report.statuses.slice(0, at)].filter((letter) => data.statuses[letter] !== "not_on_form").length;
  let [place, before] = [null, 0];
  for (const [count, page, grid, row, column] of report.places ?? []) {
    if (own < before + count) {
      if (grid) place = [page, grid, row, column + own - before];
      break;
    }
    before += count;
  }
  if (place && report.boxes) {
    const { x, y, odd } = report.boxes;
    const grid = place.slice(0, 2).join(".");
    const [across, down] = [x[`${grid}.${place[3]}`], y[`${grid}.${place[2]}`]];
    const box = odd[own] ?? (across && down ? [across[0], down[0], across[1], down[1]] : []);
    place.push(...box);
  }
  return { status, raw: report.raw?.[at] ?? (status === "reported" ? String(value) : ""), place, note: report.notes?.[at] };
}

// the checks that touch a number: the relations of its version that it takes part in, and what else was found of it
function checksOf(data, report, name, { order, relations }) {
  if (!report) return [];
  const at = order.indexOf(name);
  const findings = (report.findings ?? []).map((finding, number) => ({ ...finding, anchor: `f-${report.key}-${number + 1}` }));
  const seen = new Set();
  const found = [];
  let count = 0;
  for (const table of new Set(order.map((id) => id.split(".")[0]))) {
    for (const [code, total, ...terms] of relations[report[`form_${table}`]]?.[table] ?? []) {
      const outcome = data.outcomes[report.outcomes?.[count]];
      count += 1;
      if (outcome === "not_applicable" || (total !== at && !terms.includes(at))) continue;
      const finding = findings.find((one) => one.check === code && one.cell === order[total]);
      if (finding) seen.add(finding);
      found.push({ code, outcome, finding });
    }
  }
  const others = findings.filter((finding) => finding.cell === name && !seen.has(finding));
  return [...found, ...others.map((finding) => ({ code: finding.check, outcome: finding.outcome, finding }))];
}

function show(address, say, data) {
  const words = say.words;
  const [table, row, column, ...rest] = address.split("-");
  const year = rest.join("-");
  const name = [table, row, column].join(".");
  const found = data.reports.find((one) => one.report_id === `${data.agency.agency_id}-${year}`);
  const report = found && {
    ...found,
    key: year,
    id: found.report_id,
    sha256: found.source_sha256,
    file: found.source_file,
    url: /^https?:/.test(found.source_url ?? "") ? found.source_url : "",
  };
  const { status, raw, place, note } = find(data, report, name);
  const checks = checksOf(data, report, name, say);
  const labels = [`${table}.row.${row}`, `${table}.column.${column}`]
    .map((id) => say.labels_of[found?.[`form_${table}`]]?.[id] ?? say.labels[id])
    .filter(Boolean);
  const about = { address, words, say, agency: data.agency, report, year, status, raw, place, id: `${report?.id}.${table}.${row}.${column}`, labels };
  // the unit that the page shows behind a number, where it is another than the label's
  const shown =
    status === "reported" && raw ? (document.querySelector(`td[id="${address}"], td[data-of="${address}"]`)?.textContent.trim() ?? "") : "";
  const unit = shown.startsWith(`${raw.trim()} `) ? shown.slice(raw.trim().length).replace(` [${note}]`, "") : "";
  const lines = element("dl", [
    ...line(words.cell_as_printed, raw?.trim() ? element("span", [element("q", raw.trim(), { lang: "zh" }), unit]) : words.cell_nothing),
    ...line(words.cell_status, words[`status_${status}`]),
    ...(note ? line(words.cell_note, element("span", note, { lang: "zh" })) : []),
    ...line(words.cell_place, place ? spell(place, words) : words.cell_no_place),
    ...(report ? line(words.cell_document, source(about)) : []),
    ...(report ? line(words.cell_id, element("code", about.id)) : []),
  ]);
  const title = element("h2", [...labels.flatMap((label, at) => (at ? [" · ", label] : [label])), " ", element("small", year)], {
    id: "cell-title",
    tabindex: "-1",
  });
  const strip = place?.length > 4 && report.pictures?.[place[0]] ? picture(about) : null;
  dialog.replaceChildren(
    ...[
      close(words.cell_close),
      title,
      lines,
      strip,
      tried(about, checks),
      foot({ ...about, unit, spelt: place ? spell(place, words) : words.cell_no_place }),
    ].filter(Boolean),
  );
  dialog.showModal();
  title.focus();
  if (strip) centre(strip, about);
}

function line(name, content) {
  return [element("div", [element("dt", name), element("dd", content)])];
}

function spell([page, grid, row, column], words) {
  const parts = [
    [words.cell_page, page],
    [words.cell_grid, grid],
    [words.cell_row, row],
    [words.cell_column, column],
  ];
  return parts
    .filter(([, n]) => n)
    .map(([text, n]) => fill(text, { n }))
    .join(words.cell_comma);
}

function source({ report, place, words }) {
  const page = place?.[0];
  const at = page && report.format === "pdf" ? `#page=${page}` : "";
  const parts = [];
  if (report.copy) parts.push(element("a", `${report.copy}${page ? fill(words.cell_at_page, { n: page }) : ""}`, { href: beside(report.copy) + at }));
  else parts.push(element("code", report.file), ` ${words[report.why_not] ?? ""}`);
  if (report.url)
    parts.push(" · ", element("a", words.cell_source, { href: report.url + (report.url.endsWith(".pdf") ? at : ""), rel: "nofollow noopener" }));
  parts.push(element("br"), element("small", `SHA-256 ${report.sha256.slice(0, 16)}…`, { title: report.sha256 }));
  if (/\.(html?|mht|mhtml)\.txt$/.test(report.copy ?? "")) parts.push(element("br"), element("small", words.cell_as_text));
  return parts;
}

// the whole page in a window as high as the row: it can be moved about, and opens where the number stands
function picture({ report, place, words }) {
  const [name, width, height] = report.pictures[place[0]];
  const [left, top, right, bottom] = place.slice(4);
  const said = fill(words.cell_strip, { n: place[0], page: report.copy || report.file });
  const image = element("img", [], { src: beside(name), alt: said, width: String(Math.round(width)), height: String(Math.round(height)) });
  const mark = element("i");
  for (const [side, part, whole] of [
    ["left", left, width],
    ["top", top, height],
    ["width", right - left, width],
    ["height", bottom - top, height],
  ]) {
    mark.style[side] = `${(part / whole) * 100}%`;
  }
  const paper = element("div", [image, mark], { class: "paper" });
  paper.style.setProperty("--points", width);
  paper.style.setProperty("--tall", height);
  const view = element("div", paper, { class: "strip", tabindex: "0", role: "region", "aria-label": said });
  view.style.setProperty("--high", bottom - top);
  const whole = element("a", words.cell_whole, { href: beside(name) });
  return element("figure", [view, element("figcaption", [said, " · ", whole])]);
}

function centre(figure, { report, place }) {
  const view = figure.querySelector(".strip");
  const scale = view.firstChild.clientWidth / report.pictures[place[0]][1];
  const [left, top, right, bottom] = place.slice(4).map((side) => side * scale);
  view.scrollTo((left + right - view.clientWidth) / 2, (top + bottom - view.clientHeight) / 2);
}

function tried({ say, words, year }, checks) {
  if (!checks.length) return element("p", words.cell_no_checks, { class: "none" });
  const items = checks.map(({ code, outcome, finding }) => {
    // what was found is told on this page, or on the page of its report, where there is room for all of it
    const told = finding && document.getElementById(finding.anchor);
    const message =
      [...(told?.childNodes ?? [])].find((part) => part.nodeType === Node.TEXT_NODE && part.textContent.trim())?.textContent.trim() ??
      say.checks[code] ??
      code;
    const way = finding && (told ? "" : `${year}/`) + `#${finding.anchor}`;
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

// whether the number that the address names stands in a part of the page
function asked(part) {
  const id = decodeURIComponent(location.hash.slice(1));
  return id !== "" && part.querySelector(`[id="${CSS.escape(id)}"]`) !== null;
}

export function start(page) {
  const style = element("link", [], { rel: "stylesheet", href: new URL("stylesheets/cells.css", import.meta.url).href });
  document.head.append(style);
  // a telephone shows what matters first, and the rest where it is asked for
  if (matchMedia("(max-width: 40rem)").matches) {
    for (const part of page.querySelectorAll("details[data-fold]")) if (!asked(part)) part.open = false;
  }
  for (const table of page.querySelectorAll("table.f")) {
    const fold = table.closest("details:not([open])");
    if (!table.matches(".p")) name(table);
    if (fold) fold.addEventListener("toggle", () => equip(table), { once: true });
    else equip(table);
  }
  for (const fold of page.querySelectorAll("details[data-text]")) fold.addEventListener("toggle", () => bringText(fold));
  for (const fold of page.querySelectorAll("details[data-key]")) fold.addEventListener("toggle", () => bring(fold));
  // the newest years first; what is folded has no width yet
  for (const view of page.querySelectorAll(".forms > :not(.years) .table-scroll, .charts .table-scroll")) {
    const fold = view.closest("details");
    const turn = () => {
      if (!asked(view)) view.scrollLeft = view.scrollWidth;
    };
    turn();
    if (fold && !fold.open) fold.addEventListener("toggle", turn, { once: true });
  }
  page.addEventListener("click", (event) => {
    // anywhere in the number's cell: the digits alone are a small mark to hit
    const from = event.target.closest("a") ? null : event.target.closest("td")?.querySelector("[data-cell]");
    if (from && !String(getSelection())) open(from);
  });
  page.addEventListener("keydown", pressed);
  addEventListener("hashchange", () => {
    dialog?.close(); // back, or on to another number
    reach(document.querySelector(`${ids}:target`));
    arrive();
  });
  return arrive();
}
