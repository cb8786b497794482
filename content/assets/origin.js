// @ts-check
// What the data.json of a body says of one of its numbers: how it was printed, where, and which checks it takes part in. Pure functions, no page.
import { formOf } from "./figures.js";

/**
 * @typedef {import("../shapes").Body} Body
 * @typedef {import("../shapes").Report} Report
 * @typedef {import("../shapes").Words} Words
 * @typedef {{page: number | null, grid: number, row: number, column: number, box: number[]}} Place box: left, top, right, bottom in points, or nothing
 * @typedef {{status: string, raw: string, place: Place | null, note: string, value: number | null, unit: string}} Origin unit: "" for 件 and 项
 * @typedef {import("../shapes").Finding & {anchor: string}} Finding anchor: where the page tells of it
 * @typedef {{code: string, outcome: string, finding?: Finding}} Tried
 */

/**
 * @param {Body} data
 * @param {Report | undefined} report
 * @param {string} name of the cell: table.row.column
 * @returns {Origin}
 */
export function find(data, report, name) {
  const at = data.cells.indexOf(name);
  const { values = [], statuses = "" } = report ?? {};
  const status = data.statuses[statuses[at]] ?? "missing";
  if (!report || at < 0) return { status, raw: "", place: null, note: "", value: null, unit: "" };
  const own = [...statuses.slice(0, at)].filter((letter) => data.statuses[letter] !== "not_on_form").length;
  const raw = report.raw?.[at] ?? (status === "reported" ? String(values[at]) : "");
  return { status, raw, place: placeOf(report, own), note: report.notes?.[at] ?? "", value: values[at] ?? null, unit: report.units?.[at] ?? "" };
}

/**
 * What a number counts, behind it, for who meets it away from its table: " 件", " requests"; "" where that is printed with it, or nobody can tell.
 * @param {Origin} origin
 * @param {string} name of the cell
 * @param {Pick<Words, "order" | "counted" | "money">} words
 */
export function unitOf({ raw, value, unit }, name, { order, counted, money }) {
  if (value === null || Number(raw.replace(/[,，\s]/g, "")) !== value) return "";
  const word = money[unit] ?? counted[order.indexOf(name)] ?? "";
  return word && ` ${Math.abs(value) === 1 ? word.replace(/^([a-z]+)s$/, "$1") : word}`;
}

/**
 * @param {Report} report
 * @param {number} own which of the report's cells it is, those that are not on its form left out
 * @returns {Place | null}
 */
function placeOf(report, own) {
  let before = 0;
  for (const [count, page = null, grid, row = 0, first = 0] of report.places ?? []) {
    if (own < before + count) {
      const column = first + own - before;
      return grid ? { page, grid, row, column, box: boxOf(report, own, `${page ?? ""}.${grid}`, row, column) } : null;
    }
    before += count;
  }
  return null;
}

/**
 * @param {Report} report
 * @param {number} own
 * @param {string} grid
 * @param {number} row
 * @param {number} column
 */
function boxOf({ boxes }, own, grid, row, column) {
  if (!boxes) return [];
  const [across, down] = [boxes.x[`${grid}.${column}`], boxes.y[`${grid}.${row}`]];
  return boxes.odd[own] ?? (across && down ? [across[0], down[0], across[1], down[1]] : []);
}

/**
 * The checks that touch a number: the relations of its version that it takes part in, and what else was found of it.
 * @param {Body} data
 * @param {Report | undefined} report
 * @param {string} key of the report, in the addresses of its findings
 * @param {string} name of the cell
 * @param {Pick<Words, "order" | "relations">} words
 * @returns {Tried[]}
 */
export function checksOf(data, report, key, name, { order, relations }) {
  if (!report) return [];
  const at = order.indexOf(name);
  const findings = (report.findings ?? []).map((finding, number) => ({ ...finding, anchor: `f-${key}-${number + 1}` }));
  /** @type {Set<Finding>} */
  const seen = new Set();
  /** @type {Tried[]} */
  const found = [];
  let count = 0;
  for (const table of new Set(order.map((id) => id.split(".")[0]))) {
    for (const [code, total, ...terms] of relations[formOf(report, table)]?.[table] ?? []) {
      const outcome = data.outcomes[(report.outcomes ?? "")[count]];
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
