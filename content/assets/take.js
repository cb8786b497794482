// @ts-check
// A chart that was drawn in the browser, for who takes it away: as a picture that stands alone on white.
import { make } from "./dom.js";
import { draw } from "./plot.js";

const NS = "http://www.w3.org/2000/svg";
const WIDTH = 860;
const MARGIN = 20;
const FONTS = "-apple-system,'Segoe UI','PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif";
const LINE = 110; // letters of the last lines, which may be a long address

// the colours of the light page, whatever the page's own scheme is
function palette() {
  const light = make("div", { "data-md-color-scheme": "default", hidden: true });
  document.body.append(light);
  const style = getComputedStyle(light);
  const found = Object.fromEntries(
    ["--g-ink", "--g-muted", "--g-line", ...[0, 1, 2, 3, 4, 5].map((at) => `--chart-${at}`)].map((name) => [
      name,
      style.getPropertyValue(name).trim(),
    ]),
  );
  light.remove();
  return found;
}

// what places.css says of a picture on the page, said in the picture itself
function style(colours) {
  const series = [0, 1, 2, 3, 4, 5].map(
    (at) => `.c${at} path,.c${at} .name{fill:${colours[`--chart-${at}`]}}.c${at} .line{stroke:${colours[`--chart-${at}`]}}`,
  );
  series.push(
    `.cm path,.cm .name{fill:${colours["--g-ink"]}}.cm .line{stroke:${colours["--g-ink"]}}.cx path{fill:${colours["--g-muted"]}}.cx .line{stroke:${colours["--g-line"]};stroke-width:1}`,
  );
  return (
    `text{fill:${colours["--g-ink"]}}.rule{stroke:${colours["--g-line"]}}.zero{stroke:${colours["--g-muted"]}}.tick{font-size:12px;fill:${colours["--g-muted"]}}` +
    `.name{font-size:13px}.line{stroke-width:2}path{stroke:#fff;stroke-width:1}.q{fill:${colours["--g-muted"]}}${series.join("")}`
  );
}

function add(parent, name, attributes, text = "") {
  const made = document.createElementNS(NS, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.textContent = text;
  parent.append(made);
  return made;
}

// title, what it says, and the lines at its end: whose figures they are and where they can be seen
export function toAlone(title, said, ends, bodies, years, own, format) {
  /** @type {any} */
  let inner;
  draw(
    {
      clientWidth: WIDTH - 2 * MARGIN,
      describe: said,
      replaceChildren: (svg) => {
        inner = svg;
      },
    },
    bodies,
    years,
    own,
    format,
  );
  const [, , width, height] = inner.getAttribute("viewBox").split(" ").map(Number);
  const lines = ends.flatMap((text) => text.match(new RegExp(`.{1,${LINE}}`, "gsu")) ?? []);
  const whole = MARGIN + 30 + height + 14 + lines.length * 14 + MARGIN / 2;
  const svg = document.createElementNS(NS, "svg");
  for (const [key, value] of Object.entries({
    xmlns: NS,
    width: WIDTH,
    height: whole,
    viewBox: `0 0 ${WIDTH} ${whole}`,
    role: "img",
    "font-family": FONTS,
  }))
    svg.setAttribute(key, value);
  add(svg, "title", {}, title);
  add(svg, "desc", {}, said);
  add(svg, "style", {}, style(palette()));
  add(svg, "rect", { width: WIDTH, height: whole, fill: "#fff" });
  add(svg, "text", { x: MARGIN, y: MARGIN + 12, "font-size": 16, "font-weight": 600 }, title);
  for (const [key, value] of Object.entries({ x: MARGIN, y: MARGIN + 30, width, height })) inner.setAttribute(key, value);
  for (const name of ["role", "aria-label"]) inner.removeAttribute(name);
  svg.append(inner);
  lines.forEach((text, at) => add(svg, "text", { x: MARGIN, y: MARGIN + 30 + height + 20 + at * 14, "font-size": 10, class: "q" }, text));
  return new XMLSerializer().serializeToString(svg);
}
