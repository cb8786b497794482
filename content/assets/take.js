// @ts-check
// A chart that was drawn in the browser, for who takes it away: as a picture that stands alone on white.
import { make, sketch } from "./dom.js";
import { draw } from "./plot.js";

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
/** @param {Record<string, string>} colours */
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

/**
 * The picture as the text of an SVG.
 * @param {string} title
 * @param {string} said what it shows
 * @param {string[]} ends the lines at its end: whose figures they are and where they can be seen
 * @param {import("./plot.js").Drawn[]} bodies
 * @param {number[]} years
 * @param {import("./figures.js").Line[]} own
 * @param {(value: number) => string} format
 */
export function toAlone(title, said, ends, bodies, years, own, format) {
  const [inner] = draw(WIDTH - 2 * MARGIN, said, bodies, years, own, format);
  if (!inner) throw new Error("nothing is drawn");
  const { width, height } = inner.viewBox.baseVal;
  const lines = ends.flatMap((text) => text.match(new RegExp(`.{1,${LINE}}`, "gsu")) ?? []);
  const whole = MARGIN + 30 + height + 14 + lines.length * 14 + MARGIN / 2;
  for (const [key, value] of Object.entries({ x: MARGIN, y: MARGIN + 30, width, height })) inner.setAttribute(key, String(value));
  for (const name of ["role", "aria-label"]) inner.removeAttribute(name);
  const svg = sketch(
    "svg",
    { width: WIDTH, height: whole, viewBox: `0 0 ${WIDTH} ${whole}`, role: "img", "font-family": FONTS },
    sketch("title", {}, title),
    sketch("desc", {}, said),
    sketch("style", {}, style(palette())),
    sketch("rect", { width: WIDTH, height: whole, fill: "#fff" }),
    sketch("text", { x: MARGIN, y: MARGIN + 12, "font-size": 16, "font-weight": 600 }, title),
    inner,
    ...lines.map((text, at) => sketch("text", { x: MARGIN, y: MARGIN + 30 + height + 20 + at * 14, "font-size": 10, class: "q" }, text)),
  );
  return new XMLSerializer().serializeToString(svg);
}
