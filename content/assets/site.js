// @ts-check
// What every page does: scheme, language, wide tables, and starts what it finds on it.
import "./older.js";
import { all, make, some, told, unfold } from "./dom.js";

const root = document.documentElement;
root.dataset.started = ""; // else first.js says that nothing here runs

/** @param {string} key @param {string} value */
function keep(key, value) {
  try {
    localStorage.setItem(key, value);
  } catch {
    // a private window: the choice lasts for this page
  }
}

function paint() {
  const dark = document.body.getAttribute("data-md-color-scheme") === "slate";
  for (const button of document.querySelectorAll("[data-scheme-toggle]")) button.setAttribute("aria-pressed", String(dark));
}

for (const button of document.querySelectorAll("[data-scheme-toggle]")) {
  button.addEventListener("click", () => {
    const next = document.body.getAttribute("data-md-color-scheme") === "slate" ? "default" : "slate";
    document.body.setAttribute("data-md-color-scheme", next);
    keep("gongkai.scheme", next);
    paint();
  });
}
paint();

for (const link of all(document, "a[data-language]", HTMLAnchorElement)) {
  link.addEventListener("click", () => {
    keep("gongkai.language", told(link).language);
    link.href = link.href.split(/[?#]/)[0] + location.search + location.hash; // the very same place on the page
  });
}

// a table that may be wider than the page scrolls by itself and can be reached by keyboard
for (const table of all(document, ".md-typeset table", HTMLTableElement)) {
  if (table.closest(".table-scroll")) continue;
  const said = table.caption?.textContent.trim() || document.querySelector("h1")?.textContent.trim() || root.lang;
  const region = make("div", { className: "table-scroll", tabIndex: 0, role: "region", "aria-label": said });
  table.replaceWith(region);
  region.append(table);
}

for (const code of all(document, "pre > code", HTMLElement)) code.tabIndex = 0; // it may scroll too

// the fold that holds what the address names
function open() {
  const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  unfold(target);
  target.scrollIntoView({ block: "center" });
}
addEventListener("hashchange", open);
if (location.hash) open();

/** @type {Promise<unknown>[]} */
const started = [];
const boxes = all(document, "[data-search]", HTMLFormElement);
if (boxes.length) started.push(import("./search.js").then(({ start }) => boxes.forEach((box) => start(box))));
const filters = all(document, "[data-filter]", HTMLFormElement);
const sortable = all(document, "table[data-sortable]", HTMLTableElement);
if (filters.length || sortable.length) {
  started.push(
    import("./list.js").then(({ filter, sort }) => {
      filters.forEach((form) => filter(form));
      return Promise.all([...sortable].map((table) => sort(table)));
    }),
  );
}
// from a search for names to one in the texts, with what was typed
for (const link of all(document, "a[data-carry]", HTMLAnchorElement)) {
  link.addEventListener("click", () => {
    const box = link.closest("form")?.elements.namedItem("q");
    const query = box instanceof HTMLInputElement ? box.value.trim() : "";
    if (query) link.search = `?q=${encodeURIComponent(query)}`;
  });
}
const texts = some(document, "[data-texts]", HTMLFormElement);
if (texts) started.push(import("./texts.js").then(({ start }) => start(texts)));
const compare = some(document, "[data-compare]", HTMLElement);
if (compare) started.push(import("./compare.js").then(({ start }) => start(compare)));
const query = some(document, "[data-query]", HTMLElement);
if (query) started.push(import("./query.js").then(({ start }) => start(query)));
const standing = some(document, "[data-standing]", HTMLElement);
if (standing) started.push(import("./standing.js").then(({ start }) => start(standing)));
const agency = some(document, ".g-agency", HTMLElement);
if (agency) {
  /** @type {Event | undefined} */
  let early; // a number pressed while what answers was on its way
  const heed = (/** @type {Event} */ event) => (early = event);
  agency.addEventListener("click", heed);
  started.push(
    import("./cells.js").then(({ start }) => {
      start(agency);
      agency.removeEventListener("click", heed);
      if (early?.target instanceof HTMLElement && !early.target.closest("a, button, summary, label")) early.target.click();
    }),
  );
}
const charts = all(document, "[data-tools]", HTMLElement);
if (charts.length) started.push(import("./charts.js").then(({ start }) => charts.forEach(start)));
const copied = all(document, "[data-copies]", HTMLElement);
if (copied.length) started.push(import("./citing.js").then(({ equip }) => copied.forEach(equip)));
// from here on everything on the page answers: a program that drives the page waits for it
Promise.all(
  started.map((one) =>
    one.catch((reason) => {
      console.warn(reason);
      document.dispatchEvent(new Event("gongkai-old"));
    }),
  ),
).then(() => {
  root.dataset.ready = "";
});
