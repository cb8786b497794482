// @ts-check
// A list that is long: filter and sort the rows of a plain table. Without this script it is the same table, whole and in its printed order.
import { parse } from "./csv.js";
import { all, fill, make, one, some, told } from "./dom.js";
import { asPage, asText, load } from "./fetching.js";
import { format } from "./figures.js";
import { find } from "./names.js";
import { loadNames } from "./search.js";
import { isSmall, ofYear } from "./standing.js";

/**
 * @typedef {HTMLInputElement | HTMLSelectElement} Field
 * @typedef {(header: HTMLTableCellElement) => void} Arm
 */

/**
 * What a row must say of itself for each choice of the form (a row's data-… → whether it fits).
 * @type {Record<string, (row: HTMLElement, wanted: string) => boolean>}
 */
const FITS = {
  region: (row, wanted) => (row.dataset.region ?? "").startsWith(wanted.replace(/(00){1,2}$/, "")), // the code of a region begins with that of the one above
  level: (row, wanted) => row.dataset.level === wanted,
  kind: (row, wanted) => row.dataset.kind === wanted,
  year: (row, wanted) => (row.dataset.years ?? "").split(" ").includes(wanted),
  without: (row, wanted) => !(row.dataset.years ?? "").split(" ").includes(wanted),
  finding: (row, wanted) => (row.dataset.finding ?? "").split(" ").includes(wanted),
};

/** @type {Map<HTMLTableElement, Arm>} */
const armers = new Map(); // table → what makes a head that comes later one to sort by
/** @type {Map<HTMLTableElement, () => Promise<void>>} */
const joins = new Map(); // table → what fetches the list's other pages: a list is sorted whole, as it is filtered whole

/** @param {HTMLFormElement} form */
export async function filter(form) {
  const say = told(form);
  const table = one(document, `#${say.table}`, HTMLTableElement);
  const status = one(form, "[role=status]", HTMLElement);
  const input = some(form, "input[name=q]", HTMLInputElement);
  const selects = all(form, "select:not([data-figure])", HTMLSelectElement);
  const figure = some(form, "select[data-figure]", HTMLSelectElement);
  const year = some(form, "select[name=year]", HTMLSelectElement);
  /** @type {Field[]} */
  const fields = [...(input ? [input] : []), ...selects];
  /** @type {import("./names.js").Prepared | null} */
  let index = null;
  /** @type {Promise<void> | null} */
  let whole = null; // the rows of the list's other pages, fetched when they are first needed
  let turn = 0;

  const rows = () => [...table.tBodies[0].rows];
  const asked = () => fields.map((field) => [field.name, field.value.trim()]).filter(([, value]) => value);

  async function join() {
    if (!whole)
      whole = Promise.all(
        (say.others ?? "")
          .split(" ")
          .filter(Boolean)
          .map(async (address) => {
            const page = await load(address, asPage);
            for (const link of all(page, "a[href]", HTMLAnchorElement))
              link.href = new URL(link.getAttribute("href") ?? "", new URL(address, location.href)).href; // as seen from its own page
            return [...one(page, `#${say.table}`, HTMLTableElement).tBodies[0].rows];
          }),
      ).then((parts) => {
        table.tBodies[0].append(...parts.flat());
        table.dispatchEvent(new Event("joined"));
      });
    await whole;
    for (const other of all(document, "[data-parts]", HTMLElement)) other.hidden = true;
  }

  joins.set(table, join);

  /**
   * A figure of each body as one more column; a share of too few has its mark, and no place in the order.
   * @param {HTMLSelectElement} figure
   */
  async function add(figure) {
    const { address: folder, head: title, small } = told(figure);
    const mine = figure.value;
    for (const cell of table.querySelectorAll("[data-added]")) cell.remove();
    const address = new URL(location.href);
    if (mine) address.searchParams.set("figure", mine);
    else address.searchParams.delete("figure");
    history.replaceState(null, "", address);
    if (!mine) return;
    const [bodies] = await Promise.all([load(`${folder}${mine}/data.csv`, asText).then(parse), join()]);
    if (figure.value !== mine) return;
    const option = figure.selectedOptions[0];
    const shown = year?.value || latest(bodies);
    const lines = new Map(ofYear(bodies, shown).map((line) => [line.id, line]));
    const head = make("th", { scope: "col", className: "n", textContent: fill(title, { label: option.textContent, year: shown }) });
    Object.assign(head.dataset, { key: "figure", added: "" });
    table.tHead?.rows[0].append(head);
    for (const row of rows()) {
      const cell = Object.assign(row.insertCell(), { className: "n" });
      cell.dataset.added = "";
      const line = lines.get(told(row).id);
      if (!line || line.value === null) continue;
      cell.append(format(line.value, told(option).kind, 1));
      cell.dataset.sort = isSmall(line) ? "" : String(line.value);
      if (isSmall(line)) cell.append(" ", make("small", { textContent: small }));
    }
    armers.get(table)?.(head);
    form.dataset.figure = `${mine} ${shown}`;
  }

  const addOrSay = async () => {
    if (!figure) return;
    try {
      await add(figure);
    } catch (reason) {
      console.warn(reason);
      status.textContent = told(figure).failed;
    }
  };

  async function apply() {
    const mine = ++turn;
    const wanted = asked();
    const query = input?.value.trim();
    if (wanted.length) await join();
    if (query && !index) index = await loadNames(say.names);
    if (mine !== turn) return;
    const named = query && index ? new Set(find(index, query).hits.map((body) => body.id)) : null;
    let shown = 0;
    const every = rows();
    for (const row of every) {
      row.hidden = !((named === null || named.has(told(row).id)) && wanted.every(([name, value]) => name === "q" || FITS[name](row, value)));
      if (!row.hidden) shown++;
    }
    status.textContent = fill(say.shown, { n: shown.toLocaleString("en"), all: every.length.toLocaleString("en") });
    form.dataset.done = input?.value ?? "";
    form.dataset.settled = wanted.map(([name, value]) => `${name}=${value}`).join("&");
    const address = new URL(location.href);
    for (const { name } of fields) address.searchParams.delete(name);
    for (const [name, value] of wanted) address.searchParams.set(name, value);
    history.replaceState(null, "", address);
  }

  const given = new URL(location.href).searchParams;
  for (const field of fields) field.value = given.get(field.name) ?? "";
  for (const select of selects) if (select.selectedIndex < 0) select.value = ""; // an address that names what is not on the list
  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  input?.addEventListener("input", (event) => {
    if (!(event instanceof InputEvent && event.isComposing)) apply();
  });
  input?.addEventListener("compositionend", apply);
  for (const select of selects) select.addEventListener("change", apply);
  figure?.addEventListener("change", addOrSay);
  year?.addEventListener("change", () => figure?.value && addOrSay());
  form.querySelector("[type=reset]")?.addEventListener("click", (event) => {
    event.preventDefault();
    for (const field of fields) field.value = "";
    if (figure?.value) {
      figure.value = "";
      addOrSay();
    }
    apply();
  });
  if (asked().length) await apply();
  if (figure && given.get("figure")) {
    figure.value = given.get("figure") ?? "";
    if (figure.selectedIndex < 0) figure.value = "";
    else await addOrSay();
  }
}

/**
 * The newest year that has at least half as many figures as the year with most.
 * @param {Record<string, string>[]} bodies
 */
function latest(bodies) {
  const years = Object.keys(bodies[0] ?? {})
    .filter((name) => name.startsWith("value_"))
    .map((name) => name.slice(6));
  const counts = years.map((year) => bodies.filter((body) => body[`value_${year}`] !== "").length);
  return years.filter((_, at) => counts[at] && counts[at] * 2 >= Math.max(...counts)).pop() ?? "";
}

/** @param {HTMLTableCellElement} cell */
function value(cell) {
  const text = cell.dataset.sort ?? cell.textContent.trim();
  if (text === "") return null;
  const number = Number(text.replaceAll(",", "").replace("−", "-"));
  return Number.isNaN(number) ? text : number;
}

/**
 * The order is in the address as the choice is: ?sort=reports, and ?sort=-reports from the most to the least.
 * @param {HTMLTableElement} table
 */
export async function sort(table) {
  const collator = new Intl.Collator(document.documentElement.lang === "en" ? "en" : "zh-Hans-u-co-pinyin", { numeric: true });
  /** @type {HTMLTableCellElement[]} */
  const headers = [];
  /** @type {HTMLTableCellElement | null} */
  let chosen = null;
  let down = false;

  function order() {
    const at = chosen ? chosen.cellIndex : 0;
    const rows = [...table.tBodies[0].rows].map((row) => ({ row, key: value(row.cells[at]) }));
    rows.sort(({ key: a }, { key: b }) => {
      if (a === null || b === null) return Number(a === null) - Number(b === null); // nothing stays at the end, whichever way
      const which = typeof a === "number" && typeof b === "number" ? a - b : collator.compare(String(a), String(b));
      return down ? -which : which;
    });
    table.tBodies[0].append(...rows.map(({ row }) => row));
  }

  /** @param {HTMLTableCellElement} header @param {boolean} isDown */
  async function choose(header, isDown) {
    [chosen, down] = [header, isDown];
    for (const other of headers) other.removeAttribute("aria-sort");
    header.setAttribute("aria-sort", down ? "descending" : "ascending");
    const address = new URL(location.href);
    address.searchParams.set("sort", (down ? "-" : "") + told(header).key);
    history.replaceState(null, "", address);
    await joins.get(table)?.();
    order();
  }

  /** @type {Arm} */
  function arm(header) {
    headers.push(header);
    const button = make("button", { type: "button", className: "g-sort" }, ...header.childNodes);
    header.append(button);
    button.addEventListener("click", () => choose(header, header.getAttribute("aria-sort") === "ascending"));
  }
  for (const header of table.tHead?.rows[0].cells ?? []) if (header.dataset.key) arm(header);
  armers.set(table, arm);
  table.addEventListener("joined", () => chosen && order());
  const given = new URL(location.href).searchParams.get("sort") ?? "";
  const named = headers.find((header) => header.dataset.key === given.replace(/^-/, ""));
  if (named) await choose(named, given.startsWith("-"));
}
