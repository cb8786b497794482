// A list that is long: filter and sort the rows of a plain table. Without this script it is the same table, whole and in its printed order.
import { find, prepare } from "./names.js";

export async function filter(form) {
  const input = form.querySelector("input[name=q]");
  const table = document.getElementById(form.dataset.table);
  const status = form.querySelector("[role=status]");
  const rows = [...table.tBodies[0].rows];
  let index = null;

  async function apply() {
    const query = input.value;
    if (query.trim() && !index) index = prepare(await (await fetch(form.dataset.names)).json());
    if (query !== input.value) return;
    const order = query.trim() ? find(index, query).hits.map((body) => body.id) : null;
    const wanted = order && new Set(order);
    let shown = 0;
    for (const row of rows) {
      row.hidden = wanted !== null && !wanted.has(row.dataset.id);
      shown += !row.hidden;
    }
    status.textContent = form.dataset.shown.replace("{n}", shown.toLocaleString("en")).replace("{all}", rows.length.toLocaleString("en"));
    form.dataset.done = query;
    const address = new URL(location.href);
    if (query.trim()) address.searchParams.set("q", query.trim());
    else address.searchParams.delete("q");
    history.replaceState(null, "", address);
  }

  input.value = new URL(location.href).searchParams.get("q") || "";
  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  input.addEventListener("input", (event) => { if (!event.isComposing) apply(); });
  input.addEventListener("compositionend", apply);
  if (input.value) apply();
}

function value(cell) {
  const text = cell.dataset.sort ?? cell.textContent.trim();
  if (text === "") return null;
  const number = Number(text.replaceAll(",", ""));
  return Number.isNaN(number) ? text : number;
}

export function sort(table) {
  const collator = new Intl.Collator(document.documentElement.lang === "en" ? "en" : "zh-Hans-u-co-pinyin", { numeric: true });
  const headers = [...table.tHead.rows[0].cells];
  headers.forEach((header, column) => {
    if (header.dataset.unsorted !== undefined) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "g-sort";
    button.append(...header.childNodes);
    header.append(button);
    button.addEventListener("click", () => {
      const down = header.getAttribute("aria-sort") === "ascending";
      headers.forEach((other) => other.removeAttribute("aria-sort"));
      header.setAttribute("aria-sort", down ? "descending" : "ascending");
      const rows = [...table.tBodies[0].rows].map((row) => [value(row.cells[column]), row]);
      rows.sort(([a], [b]) => {
        if (a === null || b === null) return (a === null) - (b === null); // nothing stays at the end, whichever way
        const order = typeof a === "number" && typeof b === "number" ? a - b : collator.compare(a, b);
        return down ? -order : order;
      });
      table.tBodies[0].append(...rows.map(([, row]) => row));
    });
  });
}
