// @ts-check
// A line chart as SVG: a line a body, a mark of its own shape at each figure, the name at the end of the line where there is room.
// Years without a figure break the line, and so does another form, with a dashed line: nothing is drawn that was not printed or computed.
import { make, sketch } from "./dom.js";

/**
 * @typedef {import("./figures.js").Line} Line
 * @typedef {import("./figures.js").Compared & {label: string, mark: string}} Drawn mark: c0 to c5 of the colours, cx beyond them, cm the median of all
 */

const SHAPES = [
  "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0",
  "M-4 -4h8v8h-8z",
  "M0 -5l5 9h-10z",
  "M0 -5l5 5l-5 5l-5 -5z",
  "M-5 -4h10l-5 9z",
  "M-1.5 -5h3v3.5h3.5v3h-3.5v3.5h-3v-3.5h-3.5v-3h3.5z",
];

/**
 * A name as there is room for it at the end of its line. Latin letters are half as wide; two 鼓楼区 differ at the end of their English names.
 * @param {string} label
 */
export function atEnd(label) {
  const short = label.replace(" People's Government", "");
  const most = /^[ -\u024f]/.test(short) ? 24 : 13;
  return short.length > most ? `${short.slice(0, most - 1)}…` : short;
}

/** @type {Record<string, string>} */
const OTHERS = { cx: "M-2 0a2 2 0 1 0 4 0a2 2 0 1 0 -4 0", cm: "M-6 -2h12v4h-12z" }; // bodies beyond the colours; the median of all
/** @param {string} mark */
const shape = (mark) => OTHERS[mark] ?? SHAPES[Number(mark.slice(1))];

/**
 * Four to six round steps that hold all values and zero.
 * @param {number[]} values
 */
export function toTicks(values) {
  const low = Math.min(0, ...values);
  const high = Math.max(0, ...values);
  const rough = (high - low || 1) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((n) => n * power).find((n) => n >= rough * 0.999) ?? power;
  /** @type {number[]} */
  const ticks = [];
  for (let at = Math.floor(low / step + 1e-9); ; at++) {
    ticks.push(Number((at * step).toPrecision(12)));
    if (at * step >= high - 1e-12 * step && ticks.length > 1) return ticks;
  }
}

/**
 * Where labels may stand so that none covers another, in the order of their marks.
 * @param {number[]} wanted
 * @param {number} gap
 * @param {number} bottom
 */
function apart(wanted, gap, bottom) {
  const order = wanted.map((y, at) => ({ y, at })).sort((a, b) => a.y - b.y);
  order.forEach((label, i) => {
    if (i) label.y = Math.max(label.y, order[i - 1].y + gap);
  });
  for (let i = order.length - 1, limit = bottom; i >= 0; i--, limit -= gap) order[i].y = Math.min(order[i].y, limit);
  /** @type {number[]} */
  const found = [];
  for (const { y, at } of order) found[at] = y;
  return found;
}

/** @param {Line[]} own @returns {(Line & {value: number})[]} those with a figure */
const withFigure = (own) => own.flatMap((line) => (line.value === null ? [] : [{ ...line, value: line.value }]));

/**
 * The picture, and where names have no room in it a legend; nothing where there is nothing to draw.
 * @param {number} room in pixels
 * @param {string} said what the picture is of, for who cannot see it
 * @param {Drawn[]} bodies
 * @param {number[]} years
 * @param {Line[]} own the lines of what is drawn
 * @param {(value: number) => string} format
 * @returns {[] | [SVGSVGElement, ...Element[]]}
 */
export function draw(room, said, bodies, years, own, format) {
  const stated = withFigure(own);
  if (!stated.length) return [];
  const width = Math.max(260, Math.min(860, room));
  const hasNames = width >= 560;
  const height = hasNames ? 300 : 240;
  const ticks = toTicks(stated.map((line) => line.value));
  const labels = ticks.map((tick) => format(tick));
  const left = 12 + 7.5 * Math.max(...labels.map((text) => text.length));
  const right = hasNames ? 190 : 16;
  const [top, bottom] = [14, height - 28];
  const x = (/** @type {number} */ year) =>
    years.length === 1 ? (left + width - right) / 2 : left + 10 + ((width - right - left - 20) * years.indexOf(year)) / (years.length - 1);
  const y = (/** @type {number} */ value) => bottom - ((bottom - top) * (value - ticks[0])) / (ticks[ticks.length - 1] - ticks[0]);
  const svg = sketch("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": said });
  ticks.forEach((tick, i) => {
    svg.append(sketch("line", { class: tick === 0 ? "zero" : "rule", x1: left, x2: width - right, y1: y(tick), y2: y(tick) }));
    svg.append(sketch("text", { class: "tick", x: left - 6, y: y(tick) + 4, "text-anchor": "end" }, labels[i]));
  });
  const every = Math.ceil((years.length * 42) / (width - right - left));
  years.forEach((year, i) => {
    if ((years.length - 1 - i) % every) return;
    svg.append(sketch("text", { class: "tick", x: x(year), y: height - 8, "text-anchor": "middle" }, String(year)));
  });
  // where a body goes on in another form: between the years of two reports, and where several bodies do, one line for as many as it can stand for
  const gaps = bodies
    .flatMap((body) => {
      const points = stated.filter((line) => line.agency_id === body.id);
      return points.flatMap((point, i) => (i && points[i - 1].part !== point.part ? [[points[i - 1].year, point.year]] : []));
    })
    .sort((a, b) => a[1] - a[0] - (b[1] - b[0]));
  /** @type {number[]} */
  const first = [];
  for (const [last, next] of gaps) if (!first.some((year) => last < year && year <= next)) first.push(next);
  const turns = first.map((year) => (x(years[years.indexOf(year) - 1]) + x(year)) / 2);
  for (const at of turns) svg.append(sketch("line", { class: "zero", "stroke-dasharray": "4 3", x1: at, x2: at, y1: top, y2: bottom }));
  /** @type {{body: Drawn, point: {value: number}}[]} */
  const ends = [];
  // what has no colour is painted first, and so below
  for (const body of [...bodies].sort((a, b) => Number(b.mark === "cx") - Number(a.mark === "cx"))) {
    const points = stated.filter((line) => line.agency_id === body.id);
    const group = sketch("g", { class: body.mark });
    svg.append(group);
    points.forEach((point, i) => {
      const before = points[i - 1];
      if (!before || before.part !== point.part || years.indexOf(point.year) !== years.indexOf(before.year) + 1 || point.year !== before.year + 1)
        return;
      const places = { x1: x(before.year), y1: y(before.value), x2: x(point.year), y2: y(point.value) };
      group.append(sketch("line", { class: "line", ...(body.mark === "cm" ? { "stroke-dasharray": "7 3" } : {}), ...places }));
    });
    for (const point of points) {
      const title = sketch("title", {}, `${body.label} ${point.year}: ${format(point.value)}`);
      group.append(sketch("path", { d: shape(body.mark), transform: `translate(${x(point.year).toFixed(1)} ${y(point.value).toFixed(1)})` }, title));
    }
    if (points.length && body.mark !== "cx") ends.push({ body, point: points[points.length - 1] });
  }
  if (hasNames) {
    const spots = apart(
      ends.map((end) => y(end.point.value)),
      17,
      bottom,
    );
    ends.forEach((end, i) => {
      const { label, mark, medians } = end.body;
      const from = width - right + 6;
      const name = atEnd(label);
      const key = sketch("path", { d: shape(mark), transform: `translate(${from + 6} ${spots[i]})` });
      const text = sketch("text", { class: "name", ...(medians ? {} : { lang: "zh" }), x: from + 16, y: spots[i] + 4 }, name);
      svg.append(sketch("g", { class: mark }, key, text));
    });
    return [svg];
  }
  const items = ends.map(({ body }) => {
    const key = sketch("svg", { viewBox: "-7 -7 14 14", width: 14, height: 14, "aria-hidden": "true" }, sketch("path", { d: shape(body.mark) }));
    return make("li", { className: body.mark }, key, make("span", body.medians ? {} : { lang: "zh" }, body.label));
  });
  return [svg, make("ul", { className: "legend" }, items)];
}
