// @ts-check
// Figures of bodies as their data.json has them, line by line, and as a reader sees them. Pure functions, no page.
import { toText } from "./csv.js";

/** @type {(keyof Line)[]} */
export const COLUMNS = [
  "agency_id",
  "agency_name",
  "year",
  "indicator",
  "label",
  "value",
  "numerator",
  "denominator",
  "basis",
  "status",
  "scope",
  "form",
  "label_zh",
  "label_en",
  "unit",
  "source",
  "data_version",
  "reports",
];

const MONEY = /元$/;
/**
 * @typedef {import("../shapes").Body} Body
 * @typedef {import("../shapes").Choice} Choice
 * @typedef {Pick<Choice, "id" | "parts"> & Partial<Choice>} Asked
 * @typedef {{value: number | null, numerator: number | null, denominator: number | null, basis: string, form: string}} Measured
 * @typedef {Measured & {status: string, reports: number | null, part?: number}} Figure reports: of how many it is the median
 * @typedef {{value: number | null, unit?: string, status: string}} Cell
 * @typedef {Omit<import("../shapes").Report, "indicators"> & {cells: Map<string, Cell>, indicators: Map<string, Measured>}} Report
 * @typedef {Record<string, import("../shapes").Medians>} Medians by the id of what can be chosen
 * @typedef {{id: string, name: string, english?: string, source?: string, version?: string, reports?: Map<number, Report>, medians?: Medians}} Compared a body, or all of them
 * @typedef {Figure & {agency_id: string, agency_name: string, year: number, indicator: string, label: string, scope: string, part: number,
 *   label_zh: string, label_en: string, unit: string, source: string, data_version: string}} Line
 */

/** @type {Figure} */
const NONE = { value: null, numerator: null, denominator: null, basis: "", form: "", status: "", reports: null };

/**
 * Which version of the form a table of a report is on; "" where it has no such table.
 * @param {Pick<import("../shapes").Report, "form_proactive_disclosure" | "form_requests" | "form_disputes" | "form_statistics">} report
 * @param {string} table
 */
export function formOf(report, table) {
  const { form_proactive_disclosure, form_requests, form_disputes, form_statistics } = report;
  /** @type {Record<string, string | undefined>} */
  const forms = { proactive_disclosure: form_proactive_disclosure, requests: form_requests, disputes: form_disputes, statistics: form_statistics };
  return forms[table] ?? "";
}

/**
 * One report's figure: {value, numerator, denominator, basis, status, form}; value is null unless status is "reported".
 * @param {Report | undefined} report as unpack gives it
 * @param {Asked} choice a cell of the form or an indicator
 * @returns {Figure}
 */
export function figure(report, choice) {
  if (!report) return { ...NONE, status: "no_report" };
  if (choice.id.includes(".")) {
    const form = formOf(report, choice.id.split(".")[0]);
    const { value, unit = "", status } = report.cells.get(choice.id) ?? { value: null, status: "not_on_form" };
    // an amount in a unit of its own, which is not turned into the column's, stands on no scale with the others
    if (typeof value === "number" && choice.unit && MONEY.test(unit) && unit !== choice.unit) return { ...NONE, form, status: "other_unit" };
    return typeof value === "number" ? { ...NONE, form, value, basis: "printed", status: "reported" } : { ...NONE, form, status };
  }
  const found = report.indicators.get(choice.id);
  if (!found && choice.ways) return gap(report, choice.ways);
  if (!found) return { ...NONE, status: report.form_statistics && !report.form_requests && !choice.parts ? "not_on_form" : "not_stated" };
  return { ...NONE, ...found, status: found.value !== null ? "reported" : whyNone(found) };
}

/**
 * Why a share has no value: it is of nothing, its figures contradict each other, or one of them is not there.
 * @param {Measured} found
 */
function whyNone({ numerator, denominator }) {
  if (denominator === 0) return "no_whole";
  return numerator !== null && denominator !== null ? "disagrees" : "not_stated";
}

/**
 * What stands in the place of a printed count that is not there, on the newest form that the report has: the cell's own status.
 * @param {Report} report
 * @param {string[][]} ways the cells of each form that are added up
 * @returns {Figure}
 */
function gap(report, ways) {
  const on = (/** @type {string[]} */ way) => formOf(report, way[0].split(".")[0]);
  const way = [...ways].reverse().find(on);
  if (!way) return { ...NONE, status: "missing" };
  const statuses = way.map((id) => report.cells.get(id)?.status ?? "not_on_form");
  return { ...NONE, form: on(way), status: statuses.find((status) => status !== "reported") ?? "missing" };
}

/**
 * A report of data.json: its lists of values, letters and indicators go by the lists of names that all reports share.
 * @param {Body} data
 * @param {import("../shapes").Report} report
 * @returns {Report}
 */
export function unpack(data, report) {
  const { values = [], statuses = "", units, form_requests = "" } = report;
  /** @type {Map<string, Cell>} */
  const cells = new Map(values.map((value, at) => [data.cells[at], { value, unit: units?.[at], status: data.statuses[statuses[at]] }]));
  /** @type {Map<string, Measured>} */
  const indicators = new Map();
  report.indicators.forEach((entry, at) => {
    if (!entry) return;
    const [value, numerator = null, denominator = null, basis = "", form = ""] = entry;
    indicators.set(data.indicators[at], { value, numerator, denominator, basis, form: form || form_requests });
  });
  return { ...report, cells, indicators };
}

/**
 * What all bodies say of a choice in a year: their median and of how many reports it is, where it is told.
 * @param {Medians} medians
 * @param {Asked} choice
 * @param {number} year
 * @returns {Figure}
 */
export function median(medians, choice, year) {
  const [value, reports, forms] = medians[choice.id]?.[year] ?? [];
  if (value === undefined) return { ...NONE, status: "no_median" };
  // years whose reports stand on both sides of a break have a median of two things
  const sides = new Set((forms ?? []).map((form) => choice.parts?.[form] ?? 0));
  if (sides.size > 1) return { ...NONE, status: "no_median" };
  return { ...NONE, value, reports, basis: "median", status: "reported", form: (forms ?? []).join(" "), part: [...sides][0] ?? 0 };
}

/**
 * A line a choice, body and year, in this order.
 * @param {Compared[]} bodies
 * @param {Choice[]} choices
 * @param {number[]} years
 * @returns {Line[]}
 */
export function lines(bodies, choices, years) {
  return choices.flatMap((choice) =>
    bodies.flatMap((body) =>
      years.map((year) => {
        const report = body.reports?.get(year);
        const found = body.medians ? median(body.medians, choice, year) : figure(report, choice);
        // figures of forms that differ are on one axis, and never on one line
        return {
          agency_id: body.id,
          agency_name: body.name,
          year,
          indicator: choice.id,
          label: choice.label,
          scope: report?.scope ?? "",
          part: choice.parts?.[found.form] ?? 0,
          label_zh: choice.labels?.zh ?? "",
          label_en: choice.labels?.en ?? "",
          unit: choice.unit ?? "",
          source: body.source ?? "",
          data_version: body.version ?? "",
          ...found,
        };
      }),
    ),
  );
}

/** @param {Line[]} found */
export const toCsv = (found) =>
  toText(
    COLUMNS,
    found.map((line) => COLUMNS.map((name) => line[name])),
  );

/**
 * @param {number} value
 * @param {string} kind count, share, ratio or growth
 * @param {number} [digits] after the point, of a count
 */
export function format(value, kind, digits = 6) {
  const text =
    kind === "share" || kind === "growth"
      ? `${(value * 100).toFixed(1)}%`
      : value.toLocaleString("en", { maximumFractionDigits: kind === "ratio" ? 3 : digits });
  return text.replace("-", "−");
}
