// Bodies side by side. The choice is in the address (?b=id,id&i=indicator,…&y=year,…), the figures are each body's own data.json.
// Chart, table and CSV are made of the same lines, so they cannot differ. A cell without a number says why and is never drawn.
import { draw } from "./plot.js";
import { start as search } from "./search.js";
import { save, toPng } from "./files.js";
import { toAlone } from "./take.js";

const MOST = 6; // as many as there are colours that can be told apart
const SMALL = 5; // of fewer requests than this a share says little
const ID = /^[a-z0-9][a-z0-9-]{0,99}$/;
export const COLUMNS = ["agency_id", "agency_name", "year", "indicator", "label", "value", "numerator", "denominator", "basis", "status", "scope", "form", "label_zh", "label_en", "unit", "source", "data_version"];

const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

function make(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

// --- figures -------------------------------------------------------------------------------------------------------

// one report's figure: {value, numerator, denominator, basis, status, form}; value is null unless status is "reported"
export function figure(report, choice) {
  const none = { value: null, numerator: null, denominator: null, basis: "", form: "" };
  if (!report) return { ...none, status: "no_report" };
  if (choice.id.includes(".")) {
    none.form = report[`form_${choice.id.split(".")[0]}`] ?? "";
    const { value, status } = report.cells.get(choice.id) ?? { status: "not_on_form" };
    return typeof value === "number" ? { ...none, value, basis: "printed", status: "reported" } : { ...none, status };
  }
  const found = report.indicators.get(choice.id);
  if (!found) return { ...none, status: report.form_statistics && !report.form_requests && !choice.parts ? "not_on_form" : "not_stated" };
  return { ...found, status: found.value !== null ? "reported" : found.denominator === 0 ? "no_whole" : "not_stated" };
}

// a report of data.json: its lists of values, letters and indicators go by the lists of names that all reports share
export function unpack(data, report) {
  const cells = new Map((report.values ?? []).map((value, at) => [data.cells[at], { value, status: data.statuses[report.statuses[at]] }]));
  const indicators = new Map((report.indicators ?? []).flatMap((entry, at) => {
    if (!entry) return [];
    const [value, numerator = null, denominator = null, basis = "", form = ""] = entry;
    return [[data.indicators[at], { value, numerator, denominator, basis, form: form || report.form_requests || "" }]];
  }));
  return { ...report, cells, indicators };
}

export function lines(bodies, choices, years) {
  return choices.flatMap((choice) => bodies.flatMap((body) => years.map((year) => {
    const report = body.reports.get(year);
    const found = figure(report, choice);
    // figures of forms that differ are on one axis, and never on one line
    return { agency_id: body.id, agency_name: body.name, year, indicator: choice.id, label: choice.label, ...found, scope: report?.scope ?? "", part: choice.parts?.[found.form] ?? 0, label_zh: choice.labels?.zh ?? "", label_en: choice.labels?.en ?? "", unit: choice.unit ?? "", source: body.source, data_version: body.version };
  })));
}

export function toCsv(found) {
  const field = (value) => {
    let text = value === null || value === undefined ? "" : String(value);
    if (typeof value === "string" && /^[=+\-@'\t\r＝＋－＠]/.test(text)) text = `'${text}`; // no spreadsheet takes it for a formula
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return `\ufeff${[COLUMNS, ...found.map((line) => COLUMNS.map((name) => line[name]))].map((row) => row.map(field).join(",")).join("\r\n")}\r\n`;
}

export function format(value, kind) {
  const text = kind === "share" || kind === "growth" ? `${(value * 100).toFixed(1)}%` : value.toLocaleString("en", { maximumFractionDigits: kind === "ratio" ? 3 : 6 });
  return text.replace("-", "−");
}

// --- address -------------------------------------------------------------------------------------------------------

export function fromAddress(address, known) {
  const list = (name) => [...new Set((new URL(address).searchParams.get(name) || "").split(",").filter(Boolean))];
  return {
    b: list("b").filter((id) => ID.test(id)).slice(0, MOST),
    i: list("i").filter((id) => known.has(id)),
    y: list("y").filter((year) => /^\d{4}$/.test(year)).map(Number).sort(),
    more: list("b").filter((id) => ID.test(id)).slice(MOST), // said, not shown
    strange: [...list("b").filter((id) => !ID.test(id)), ...list("i").filter((id) => !known.has(id)), ...list("y").filter((year) => !/^\d{4}$/.test(year))],
  };
}

export function toAddress(address, choice) {
  const url = new URL(address);
  const parts = ["b", "i", "y"].filter((name) => choice[name].length).map((name) => `${name}=${choice[name].join(",")}`); // commas stay readable
  url.search = parts.join("&");
  return url.href;
}

// --- page ----------------------------------------------------------------------------------------------------------

export function start(page) {
  const { choices, default: usual, texts } = JSON.parse(document.getElementById("compare-settings").textContent);
  const byId = new Map(choices.map((choice) => [choice.id, choice]));
  const live = page.querySelector("[data-live]");
  const chosen = page.querySelector(".chosen");
  const form = page.querySelector(".choice");
  const status = page.querySelector(".choice + [role=status]");
  const results = page.querySelector(".results");
  const loaded = new Map(); // id → promise of a body
  const choice = fromAddress(location.href, byId);
  let { more, strange } = choice; // of the address that was opened; who then changes the choice has read it
  let shown = { found: [], bodies: [], years: [] };
  let turn = 0;

  function load(id) {
    if (!loaded.has(id)) {
      const asked = fetch(`${page.dataset.agencies}${id}/data.json`).then((r) => (r.ok ? r.json() : Promise.reject(new Error(r.status)))).then((data) => ({
        id, name: data.agency.agency_name || id, version: data.data_version ?? "", source: new URL(`${page.dataset.here}agencies/${id}/`, location.href).href,
        reports: new Map(data.reports.filter((r) => r.year && (r.read_status === "read" || r.read_status === "partly_read")).map((r) => [r.year, unpack(data, r)])),
      }));
      asked.catch(() => loaded.delete(id));
      loaded.set(id, asked);
    }
    return loaded.get(id);
  }

  function chip(body, at) {
    const button = make("button", { type: "button", textContent: "×" });
    button.setAttribute("aria-label", fill(texts.remove, { name: body.name }));
    button.addEventListener("click", () => {
      choice.b = choice.b.filter((id) => id !== body.id);
      show(fill(texts.removed, { name: body.name }));
      (chosen.querySelectorAll("button")[Math.max(0, at - 1)] ?? live.querySelector("input")).focus();
    });
    const link = make("a", { href: `${page.dataset.here}agencies/${body.id}/`, textContent: body.name, lang: "zh" });
    return make("li", { className: `c${at}` }, make("i"), link, button);
  }

  async function show(said = "") {
    const mine = ++turn;
    delete page.dataset.done; // until the choice is shown
    const answers = await Promise.allSettled(choice.b.map(load));
    if (mine !== turn) return;
    const lost = choice.b.filter((_, at) => answers[at].status === "rejected");
    const bodies = answers.filter((answer) => answer.status === "fulfilled").map((answer) => answer.value);
    chosen.replaceChildren(...bodies.map(chip));
    page.querySelector(".chosen-none").hidden = bodies.length > 0;
    history.replaceState(null, "", toAddress(location.href, choice));
    const wanted = (choice.i.length ? choice.i : usual).map((id) => byId.get(id));
    const every = [...new Set(bodies.flatMap((body) => [...body.reports.keys()]))].sort();
    // from the first report to the last, the years without any among them: a gap is said, not closed
    const years = choice.y.length ? choice.y : every.length ? Array.from({ length: every.at(-1) - every[0] + 1 }, (_, at) => every[0] + at) : [];
    const found = lines(bodies, wanted, years);
    shown = { found, bodies, years };
    const scopes = new Set(found.filter((line) => line.scope).map((line) => line.scope));
    status.textContent = [
      said, more.length ? fill(texts.more, { n: MOST, names: more.join(texts.comma) }) : "",
      strange.length ? fill(texts.strange, { names: strange.join(texts.comma) }) : "", ...lost.map((id) => fill(texts.failed, { id })), scopes.size > 1 && bodies.length > 1 ? texts.scopes : "",
      scopes.size === 1 ? fill(texts.scope_one, { scope: texts[`scope_${[...scopes][0]}`] }) : "",
      bodies.length && !years.some((year) => every.includes(year)) ? texts.no_years : "",
    ].filter(Boolean).join(" ");
    [more, strange] = [[], []];
    page.querySelector(".take").hidden = !bodies.length;
    results.replaceChildren(...(bodies.length && years.length ? wanted.map((one) => result(one, found.filter((line) => line.indicator === one.id))) : []));
    page.dataset.done = toAddress(location.href, choice);
  }

  function result(one, own) {
    const { bodies, years } = shown;
    const title = make("h2", { textContent: one.label });
    const section = make("section", {}, title);
    if (one.meaning) section.append(make("p", { className: "g-note", textContent: one.meaning }));
    const picture = make("div", { className: "picture" });
    section.append(picture, table(one, own));
    picture.describe = fill(texts.chart, { title: one.label, years: years.length > 1 ? `${years[0]}–${years.at(-1)}` : years[0] });
    requestAnimationFrame(() => draw(picture, bodies, years, own, (value) => format(value, one.kind)));
    if (own.some((line) => line.value !== null)) section.append(tools(one, own, picture.describe));
    return section;
  }

  // the chart as a picture, and its own lines
  function tools(one, own, said) {
    const { bodies, years } = shown;
    const name = `gongkai-${one.id.replaceAll(".", "-")}`;
    const alone = () => toAlone(one.label, said, [texts.source, location.href], bodies, years, own, (value) => format(value, one.kind));
    const takes = {
      PNG: async () => save(await toPng(alone()), "image/png", `${name}.png`),
      SVG: async () => save(alone(), "image/svg+xml", `${name}.svg`),
      CSV: async () => save(toCsv(own), "text/csv", `${name}.csv`),
    };
    return make("p", { className: "take" }, ...Object.entries(takes).map(([kind, act]) => {
      const button = make("button", { type: "button", textContent: kind });
      button.setAttribute("aria-label", `${kind}: ${one.label}`);
      button.addEventListener("click", () => act().catch((error) => {
        console.warn(error);
        status.textContent = texts.take_failed;
      }));
      return button;
    }));
  }

  function table(one, own) {
    const { bodies, years } = shown;
    const differ = new Set(shown.found.filter((line) => line.scope).map((line) => line.scope)).size > 1;
    const head = make("tr", {}, make("th", { scope: "col", textContent: texts.body }), ...years.map((year) => make("th", { scope: "col", className: "n", textContent: year })));
    const rows = bodies.map((body, at) => {
      const mine = own.filter((line) => line.agency_id === body.id);
      const scopes = [...new Set(mine.filter((line) => line.scope).map((line) => texts[`scope_${line.scope}`]))];
      const name = make("th", { scope: "row" }, make("i", { className: `c${at}` }), make("span", { lang: "zh", textContent: body.name }));
      if (differ && scopes.length) name.append(make("small", { textContent: fill(texts.scope, { scope: scopes.join(" / ") }) }));
      return make("tr", {}, name, ...mine.map((line) => cell(line, one)));
    });
    const made = make("table", { className: "g-table" }, make("caption", { className: "g-hidden", textContent: one.label }), make("thead", {}, head), make("tbody", {}, ...rows));
    const region = make("div", { className: "table-scroll", tabIndex: 0 }, made);
    region.setAttribute("role", "region");
    region.setAttribute("aria-label", fill(texts.table, { title: one.label }));
    return region;
  }

  function cell(line, one) {
    const made = make("td", { className: "n" });
    if (line.status !== "reported") {
      made.append(make("small", { textContent: texts[line.status] ?? texts[`status_${line.status}`] }));
      return made;
    }
    made.append(format(line.value, one.kind));
    const notes = [];
    if (line.denominator !== null) notes.push(`${line.numerator.toLocaleString("en")} / ${line.denominator.toLocaleString("en")}`);
    if (line.denominator !== null && line.denominator < SMALL) notes.push(fill(texts.few, { n: SMALL }));
    if (texts[`basis_${line.basis}`]) notes.push(texts[`basis_${line.basis}`]);
    if (notes.length) made.append(make("small", { textContent: notes.join("; ") }));
    return made;
  }

  function mark() {
    const wanted = choice.i.length ? choice.i : usual;
    for (const box of form.elements) {
      if (box.name === "i") box.checked = wanted.includes(box.value);
      if (box.name === "y") box.checked = choice.y.includes(Number(box.value));
    }
    for (const fold of form.querySelectorAll("details")) {
      const chosen = [...fold.querySelectorAll("input:checked")].map((box) => box.parentElement.textContent.trim());
      fold.querySelector("summary span").textContent = chosen.join(texts.comma);
    }
  }

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", () => {
    const boxes = [...form.elements].filter((box) => box.checked);
    choice.i = boxes.filter((box) => box.name === "i").map((box) => box.value);
    choice.y = boxes.filter((box) => box.name === "y").map((box) => Number(box.value));
    mark(); // where none is chosen it is the usual ones, and the boxes say so
    show();
  });
  page.querySelector("[data-take=csv]").addEventListener("click", () => {
    save(toCsv(shown.found), "text/csv", "gongkai-compare.csv");
  });
  page.querySelector("[data-take=link]").addEventListener("click", () => {
    Promise.resolve(navigator.clipboard?.writeText(location.href) ?? Promise.reject()).then(() => texts.copied, () => texts.copy_failed).then((text) => { status.textContent = text; });
  });
  search(page.querySelector("[data-pick]"), (body) => {
    if (choice.b.includes(body.id)) return;
    if (choice.b.length >= MOST) { status.textContent = fill(texts.full, { n: MOST }); return; }
    choice.b.push(body.id);
    show(fill(texts.added, { name: body.name }));
  });
  let waiting = 0;
  addEventListener("resize", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => results.childElementCount && show(), 200);
  });
  live.hidden = false;
  // on a telephone the long lists would push the figures out of sight
  if (innerWidth >= 800) for (const fold of form.querySelectorAll("[data-common]")) fold.open = true;
  mark();
  show();
}
