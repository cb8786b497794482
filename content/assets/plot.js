// @ts-check
// A line chart as SVG: a line a body, a mark of its own shape at each figure, the name at the end of the line where there is room.
// Years without a figure break the line, and so does another form, with a dashed line: nothing is drawn that was not printed or computed.
import { make } from "./dom.js";

const NS = "http://www.w3.org/2000/svg";
const SHAPES = [
  "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0",
  "M-4 -4h8v8h-8z",
  "M0 -5l5 9h-10z",
  "M0 -5l5 5l-5 5l-5 -5z",
  "M-5 -4h10l-5 9z",
  "M-1.5 -5h3v3.5h3.5v3h-3.5v3.5h-3v-3.5h-3.5v-3h3.5z",
];

const OTHERS = { cx: "M-2 0a2 2 0 1 0 4 0a2 2 0 1 0 -4 0", cm: "M-6 -2h12v4h-12z" }; // bodies beyond the colours; the median of all
const shape = (mark) => OTHERS[mark] ?? SHAPES[Number(mark.slice(1))];

function add(parent, name, attributes, text) {
  const made = document.createElementNS(NS, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text !== undefined) made.textContent = text;
  parent.append(made);
  return made;
}

// four to six round steps that hold all values and zero
export function toTicks(values) {
  const low = Math.min(0, ...values);
  const high = Math.max(0, ...values);
  const rough = (high - low || 1) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((n) => n * power).find((n) => n >= rough * 0.999);
  const ticks = [];
  for (let at = Math.floor(low / step + 1e-9); ; at++) {
    ticks.push(Number((at * step).toPrecision(12)));
    if (at * step >= high - 1e-12 * step && ticks.length > 1) return ticks;
  }
}

// where labels may stand so that none covers another, in the order of their marks
function apart(wanted, gap, bottom) {
  const order = wanted.map((y, at) => ({ y, at })).sort((a, b) => a.y - b.y);
  order.forEach((label, i) => {
    if (i) label.y = Math.max(label.y, order[i - 1].y + gap);
  });
  for (let i = order.length - 1, limit = bottom; i >= 0; i--, limit -= gap) order[i].y = Math.min(order[i].y, limit);
  const found = [];
  for (const { y, at } of order) found[at] = y;
  return found;
}

export function draw(place, bodies, years, own, format) {
  const stated = own.filter((line) => line.value !== null);
  if (!stated.length) return place.replaceChildren();
  const width = Math.max(260, Math.min(860, place.clientWidth));
  const hasNames = width >= 560;
  const height = hasNames ? 300 : 240;
  const ticks = toTicks(stated.map((line) => line.value));
  const labels = ticks.map(format);
  const left = 12 + 7.5 * Math.max(...labels.map((text) => text.length));
  const right = hasNames ? 190 : 16;
  const [top, bottom] = [14, height - 28];
  const x = (year) =>
    years.length === 1 ? (left + width - right) / 2 : left + 10 + ((width - right - left - 20) * years.indexOf(year)) / (years.length - 1);
  const y = (value) => bottom - ((bottom - top) * (value - ticks[0])) / (ticks.at(-1) - ticks[0]);
  const svg = document.createElementNS(NS, "svg");
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", place.describe);
  ticks.forEach((tick, i) => {
    add(svg, "line", { class: tick === 0 ? "zero" : "rule", x1: left, x2: width - right, y1: y(tick), y2: y(tick) });
    add(svg, "text", { class: "tick", x: left - 6, y: y(tick) + 4, "text-anchor": "end" }, labels[i]);
  });
  const every = Math.ceil((years.length * 42) / (width - right - left));
  years.forEach((year, i) => {
    if ((years.length - 1 - i) % every === 0) add(svg, "text", { class: "tick", x: x(year), y: height - 8, "text-anchor": "middle" }, year);
  });
  // where a body goes on in another form: between the years of two reports, and where several bodies do, one line for as many as it can stand for
  const gaps = bodies
    .flatMap((body) => {
      const points = own.filter((line) => line.agency_id === body.id && line.value !== null);
      return points.flatMap((point, i) => (i && points[i - 1].part !== point.part ? [[points[i - 1].year, point.year]] : []));
    })
    .sort((a, b) => a[1] - a[0] - (b[1] - b[0]));
  const first = [];
  for (const [last, next] of gaps) if (!first.some((year) => last < year && year <= next)) first.push(next);
  const turns = first.map((year) => (x(years[years.indexOf(year) - 1]) + x(year)) / 2);
  for (const at of turns) add(svg, "line", { class: "zero", "stroke-dasharray": "4 3", x1: at, x2: at, y1: top, y2: bottom });
  const ends = [];
  // what has no colour is painted first, and so below
  for (const body of [...bodies].sort((a, b) => Number(b.mark === "cx") - Number(a.mark === "cx"))) {
    const points = own.filter((line) => line.agency_id === body.id && line.value !== null);
    const group = add(svg, "g", { class: body.mark });
    points.forEach((point, i) => {
      const before = points[i - 1];
      if (before && before.part === point.part && years.indexOf(point.year) === years.indexOf(before.year) + 1 && point.year === before.year + 1)
        add(group, "line", {
          class: "line",
          ...(body.mark === "cm" ? { "stroke-dasharray": "7 3" } : {}),
          x1: x(before.year),
          y1: y(before.value),
          x2: x(point.year),
          y2: y(point.value),
        });
    });
    for (const point of points) {
      const dot = add(group, "path", { d: shape(body.mark), transform: `translate(${x(point.year).toFixed(1)} ${y(point.value).toFixed(1)})` });
      add(dot, "title", {}, `${body.label} ${point.year}: ${format(point.value)}`);
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
      const group = add(svg, "g", { class: end.body.mark });
      const from = width - right + 6;
      add(group, "path", { d: shape(end.body.mark), transform: `translate(${from + 6} ${spots[i]})` });
      add(
        group,
        "text",
        { class: "name", ...(end.body.medians ? {} : { lang: "zh" }), x: from + 16, y: spots[i] + 4 },
        end.body.label.length > (end.body.medians ? 24 : 13) ? `${end.body.label.slice(0, 12)}…` : end.body.label,
      );
    });
  }
  place.replaceChildren(svg);
  if (hasNames) return;
  const list = make("ul", { className: "legend" });
  for (const { body } of ends) {
    const item = make("li", { className: body.mark });
    const key = add(item, "svg", { viewBox: "-7 -7 14 14", width: 14, height: 14, "aria-hidden": "true" });
    add(key, "path", { d: shape(body.mark) });
    item.append(make("span", body.medians ? {} : { lang: "zh" }, body.label));
    list.append(item);
  }
  place.append(list);
}
