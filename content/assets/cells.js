// @ts-check
// The pages of a body and of its reports: where any one number was printed. Without this script the pages say it in words; with it each number
// answers a press with the text as printed, the page it stands on, the document, and what checks it takes part in. Nothing is loaded before
// the first press. And the numbers of older years, which stand on a body's page without their addresses, are given them here.
import { all, make, one, some, toNewest, told, unfold } from "./dom.js";
import { asText, load } from "./fetching.js";

/**
 * @typedef {import("../shapes").Words} Words
 * @typedef {import("../shapes").Body} Body
 */

const ids = "table.f tbody td[id]";
/** @type {HTMLDialogElement | null} */
let dialog = null;

/**
 * Attributes come last here: most of what is made has only something in it.
 * @template {keyof HTMLElementTagNameMap} N
 * @param {N} name
 * @param {Node | string | (Node | string)[]} [content]
 * @param {Record<string, string>} [attributes]
 */
export const element = (name, content = [], attributes = {}) => make(name, attributes, content);

/** @returns {Promise<Words>} */
const words = () => load(new URL("cells.json", import.meta.url).href);
/** @returns {Promise<Body>} */
const body = () => load(beside("data.json"));

/**
 * Which column a cell stands in: years whose form lacks a number share one cell.
 * @param {HTMLTableCellElement} cell
 */
function column(cell) {
  let at = 0;
  for (const before of cell.parentElement?.children ?? []) {
    if (before === cell) break;
    if (before instanceof HTMLTableCellElement) at += before.colSpan;
  }
  return at;
}

// ---- the addresses of numbers -----------------------------------------------------------------------------------------------

/**
 * The cells of a whole table that are the form's, in its order: not the ones that fill a row up, nor the places at the rows' ends.
 * @param {HTMLTableElement} table
 */
const cellsOf = (table) => all(table, "tbody:not(.x) td:not(.e):not(:last-child)", HTMLTableCellElement);

/**
 * A whole table of one report says which version of the form it is: which cell stands where is told once for all reports.
 * @param {HTMLTableElement} table
 * @param {string} key of the report
 * @param {Words} say
 */
function tell(table, key, { order, cells }) {
  const name = table.closest(".table-scroll")?.previousElementSibling?.id || "requests";
  const ids = cells[told(table).version]?.[name] ?? [];
  const found = cellsOf(table);
  if (found.length !== ids.length) throw new Error(`${name}: ${found.length} cells, not ${ids.length}`);
  found.forEach((cell, at) => {
    const id = `${order[ids[at]].replaceAll(".", "-")}-${key}`;
    if (!cell.id && !document.getElementById(id)) cell.id = id;
    cell.dataset.of = id;
  });
}

/**
 * The cells of a row differ in their address by the year alone: what one has written out tells the others'.
 * @param {HTMLTableElement} table
 */
function name(table) {
  const years = [...(table.tHead?.rows[0].cells ?? [])].map((cell) => (cell.textContent ?? "").trim());
  for (const row of all(table, "tbody tr", HTMLTableRowElement)) {
    const written = some(row, "td[id]", HTMLTableCellElement);
    if (!written) continue;
    const stem = written.id.slice(0, -years[column(written)].length);
    for (const cell of row.cells) {
      if (cell.tagName === "TD" && !cell.id && !cell.matches(".o, .z")) cell.id = stem + years[column(cell)];
    }
  }
}

/**
 * The whole table of an older year's requests, from the page of its report; a failure leaves the way there.
 * @param {HTMLElement} fold
 */
async function bring(fold) {
  if (!fold.dataset.key) return;
  try {
    const way = one(fold, "p a", HTMLAnchorElement);
    const [answer, say] = await Promise.all([load(way.href.split("#")[0], asText), words()]);
    const table = one(new DOMParser().parseFromString(answer, "text/html"), "#requests + * table.f", HTMLTableElement);
    if (!fold.dataset.key) return; // it was asked for twice
    tell(table, fold.dataset.key, say);
    for (const cell of table.querySelectorAll("[id]")) if (document.getElementById(cell.id)) cell.removeAttribute("id");
    for (const link of all(table, "a[href^='#']", HTMLAnchorElement)) {
      if (!document.getElementById(link.hash.slice(1))) link.href = way.href.split("#")[0] + link.hash;
    }
    delete fold.dataset.key;
    fold.append(document.adoptNode(table.parentElement ?? table));
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
  const text = /^(s\d|text)$/.test(wanted) && some(document, "details[data-text]", HTMLDetailsElement);
  if (text) {
    text.open = true;
    await bringText(text);
  } else if (!document.getElementById(wanted) && row && column) {
    const fold = table === "requests" && all(document, "details[data-key]", HTMLDetailsElement).find((fold) => fold.dataset.key === key.join("-"));
    if (fold) {
      fold.open = true;
      await bring(fold);
    } else {
      await tellAll();
    }
  }
  const target = document.getElementById(wanted);
  if (!target) return;
  unfold(target);
  if (target.matches(":target")) return;
  location.replace(location.href);
  target.scrollIntoView({ block: "center" });
  reach(target);
}

// on the page of one report: nothing needs the addresses of its numbers before one is asked for
async function tellAll() {
  const { key } = told(one(document, ".g-agency", HTMLElement));
  const tables = all(document, "table.p[data-version]", HTMLTableElement).filter((table) => !table.closest("details.y"));
  if (!key || !tables.length) return;
  try {
    const say = await words();
    for (const table of tables) tell(table, key, say);
  } catch (error) {
    console.warn(error);
  }
}

/**
 * The running text, which is Chinese and stands on the Chinese page; a failure leaves the way there.
 * @param {HTMLElement} fold
 */
async function bringText(fold) {
  if (!fold.dataset.text) return;
  try {
    const way = one(fold, "p a", HTMLAnchorElement);
    const page = new DOMParser().parseFromString(await load(way.href.split("#")[0], asText), "text/html");
    if (!fold.dataset.text) return;
    delete fold.dataset.text;
    const text = document.adoptNode(one(page, ".g-prose__text", HTMLElement));
    text.lang = "zh";
    text.dataset.words = document.documentElement.lang;
    fold.append(text);
  } catch (error) {
    console.warn(error);
  }
}

/** @param {Element | null} target */
function reach(target) {
  const chosen = target && some(target, "[data-cell]", HTMLElement);
  if (chosen) stop(chosen);
}

// ---- the controls in the tables: one stop for the Tab key a table, arrows from there ---------------------------------------

/** @param {HTMLTableElement} table */
function equip(table) {
  if (table.dataset.version) for (const cell of cellsOf(table)) control(cell, cell.dataset.of ?? cell.id);
  for (const row of table.dataset.version ? [] : all(table, "tbody tr", HTMLTableRowElement)) {
    const named = row.querySelector("td[id]");
    if (!named) continue;
    for (const cell of row.cells) {
      if (cell.tagName === "TD" && cell.id) control(cell, cell.id);
    }
  }
  const first = some(table, "td:target [data-cell]", HTMLElement) ?? some(table, "[data-cell]", HTMLElement);
  if (first) stop(first);
}

/** @param {HTMLTableCellElement} cell @param {string} address */
function control(cell, address) {
  if (cell.querySelector("[data-cell]")) return;
  // no button element: what is in one cannot be marked and copied
  const made = element("span", [], { role: "button", tabindex: "-1", "aria-haspopup": "dialog", "data-cell": address });
  const link = cell.querySelector("a");
  made.append(...(link ?? cell).childNodes);
  link?.remove();
  cell.append(made);
}

/** @param {HTMLElement} chosen */
function stop(chosen) {
  const table = chosen.closest("table");
  for (const other of table ? all(table, '[data-cell][tabindex="0"]', HTMLElement) : []) other.tabIndex = -1;
  chosen.tabIndex = 0;
}

/** @param {HTMLElement} from @param {string} key */
function neighbour(from, key) {
  const cell = from.closest("td");
  const own = cell?.closest("tr");
  const table = cell?.closest("table");
  if (!cell || !own || !table) return null;
  const step = key === "ArrowLeft" || key === "ArrowUp" ? -1 : 1;
  if (key === "ArrowLeft" || key === "ArrowRight") {
    const row = all(own, "[data-cell]", HTMLElement);
    return row[row.indexOf(from) + step];
  }
  const rows = [...table.rows];
  const wanted = column(cell);
  for (let at = rows.indexOf(own) + step; rows[at]; at += step) {
    const other = [...rows[at].cells].find((one) => column(one) === wanted);
    const found = other && some(other, "[data-cell]", HTMLElement);
    if (found) return found;
  }
  return null;
}

/** @param {EventTarget | null} target @returns {HTMLElement | null} the control that an event is of */
function controlAt(target) {
  const found = target instanceof Element ? target.closest("[data-cell]") : null;
  return found instanceof HTMLElement ? found : null;
}

/** @param {KeyboardEvent} event */
function pressed(event) {
  const from = controlAt(event.target);
  if (!from) return;
  if (event.key === "Enter" || event.key === " ") {
    event.preventDefault();
    open(from);
  } else if (/^Arrow(Left|Right|Up|Down)$/.test(event.key)) {
    event.preventDefault();
    const to = neighbour(from, event.key);
    if (!to) return;
    stop(to);
    to.focus();
  }
}

// ---- what is said of one number -----------------------------------------------------------------------------------------

/** @param {string} name of a file beside the page of the body */
export function beside(name) {
  return new URL(told(one(document, ".g-agency", HTMLElement)).beside + name, location.href).href;
}

/** @param {HTMLElement} from */
async function open(from) {
  stop(from);
  const window = dialog ?? frame();
  dialog = window;
  try {
    const [say, data, { show }] = await Promise.all([words(), body(), import("./number.js")]);
    if (!from.dataset.cell) await tellAll();
    show(window, from.dataset.cell || from.closest("td")?.dataset.of || "", say, data);
  } catch (error) {
    console.warn(error);
    const failed = document.documentElement.lang.startsWith("en") ? "Its place could not be loaded; try again." : "出处没有载入成功，请再试一次。";
    window.replaceChildren(element("p", failed, { role: "alert" }), close(window, "×"));
    window.showModal();
  }
}

function frame() {
  const made = element("dialog", [], { class: "cell", "aria-labelledby": "cell-title" });
  made.addEventListener("click", (event) => {
    const inner = made.getBoundingClientRect();
    const outside = event.clientX < inner.left || event.clientX > inner.right || event.clientY < inner.top || event.clientY > inner.bottom;
    // a key press on a button is a click at 0, 0
    if ((event.target === made && outside) || (event.target instanceof Element && event.target.closest("a[href^='#']"))) made.close();
  });
  one(document, ".g-agency", HTMLElement).append(made);
  return made;
}

/** @param {HTMLDialogElement} window @param {string} word */
export function close(window, word) {
  const made = element("button", "×", { type: "button", class: "close", "aria-label": word });
  made.addEventListener("click", () => window.close());
  return made;
}

/**
 * Whether the number that the address names stands in a part of the page.
 * @param {Element} part
 */
function asked(part) {
  const id = decodeURIComponent(location.hash.slice(1));
  return id !== "" && part.querySelector(`[id="${CSS.escape(id)}"]`) !== null;
}

/** @param {HTMLElement} page */
export function start(page) {
  const style = element("link", [], { rel: "stylesheet", href: new URL("stylesheets/cells.css", import.meta.url).href });
  document.head.append(style);
  // a telephone shows what matters first, and the rest where it is asked for
  if (matchMedia("(max-width: 40rem)").matches) {
    for (const part of all(page, "details[data-fold]", HTMLDetailsElement)) if (!asked(part)) part.open = false;
  }
  for (const table of all(page, "table.f", HTMLTableElement)) {
    const fold = table.closest("details:not([open])");
    if (!table.matches(".p")) name(table);
    if (fold) fold.addEventListener("toggle", () => equip(table), { once: true });
    else equip(table);
  }
  for (const fold of all(page, "details[data-text]", HTMLElement)) fold.addEventListener("toggle", () => bringText(fold));
  for (const fold of all(page, "details[data-key]", HTMLElement)) fold.addEventListener("toggle", () => bring(fold));
  // the newest years first; what is folded has no width yet
  for (const view of all(page, ".forms > :not(.years) .table-scroll, .charts .table-scroll", HTMLElement)) {
    const fold = view.closest("details");
    const turn = () => {
      if (!asked(view)) toNewest(view);
    };
    turn();
    if (fold && !fold.open) fold.addEventListener("toggle", turn, { once: true });
  }
  page.addEventListener("click", (event) => {
    // anywhere in the number's cell: the digits alone are a small mark to hit
    const target = event.target instanceof Element && !event.target.closest("a") ? event.target.closest("td") : null;
    const from = target && some(target, "[data-cell]", HTMLElement);
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
