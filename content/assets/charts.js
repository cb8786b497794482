// @ts-check
// Interactive charts for who asks for them. Without this script every chart is there as a still picture. Nothing is loaded from another host, and
// nothing at all before the button is pressed.
import { copier, offer } from "./citing.js";
import { all, fill, make, one, some, told } from "./dom.js";
import { asText, load } from "./fetching.js";

const STILL = ["#1f5fa8", "#157a6e", "#8a5a00", "#7a4fa3", "#5d6770", "#a13a6b", "#4b3fa0", "#6f5642"]; // gongkai/charts/svg.py PALETTE
const ON_BAR = ["#fefefe", "#ffffff"];
/** @param {HTMLElement} figure */
const idOf = (figure) => figure.id.replace("chart-", "");

/** @param {HTMLElement} figure */
const titleOf = (figure) => one(figure, "figcaption b", HTMLElement).textContent;

/**
 * The colours of the page as it is painted now, in place of the ones the description was written with.
 * @param {unknown} part of a description
 * @param {CSSStyleDeclaration} style
 * @returns {unknown}
 */
function paint(part, style) {
  if (typeof part === "string") {
    const at = STILL.indexOf(part);
    if (at >= 0) return style.getPropertyValue(`--chart-${at}`).trim();
    return ON_BAR.includes(part) ? style.getPropertyValue("--g-page").trim() || "#ffffff" : part;
  }
  if (Array.isArray(part)) return part.map((p) => paint(p, style));
  if (part && typeof part === "object") return Object.fromEntries(Object.entries(part).map(([k, v]) => [k, paint(v, style)]));
  return part;
}

/** @typedef {import("../shapes").Charts} Charts */

/**
 * The file names its columns once.
 * @param {Charts[string]} figures
 */
const rowsOf = ({ columns, rows }) =>
  rows.map((row) =>
    Object.fromEntries(columns.map((name, at) => [name, row[at] ?? null]).filter(([name, value]) => value !== null || name === "value")),
  );

/** @param {HTMLElement} box the charts of a page, with the words and addresses that they need */
export function start(box) {
  const say = told(box);
  const language = document.documentElement.lang.startsWith("en") ? "en" : "zh";
  /** @type {Set<HTMLElement>} */
  const live = new Set();

  /** @param {HTMLElement} figure */
  async function draw(figure) {
    const id = idOf(figure);
    /** @type {Charts} */
    const body = await load(say.charts);
    const description = await load(`${say.assets}charts/${body[id].spec[language]}`);
    if (!window.vegaEmbed) await import(new URL(`${say.assets}javascripts/vega.js`, location.href).href);
    const style = getComputedStyle(figure);
    const ink = style.getPropertyValue("--g-ink").trim() || style.color;
    const spec = {
      .../** @type {object} */ (paint(description, style)),
      data: { name: "figures", values: rowsOf(body[id]) },
      description: figure.querySelector(".picture svg")?.getAttribute("aria-label") ?? description.description,
    };
    const text = { labelColor: ink, titleColor: ink };
    const picture = one(figure, ".picture", HTMLElement);
    const place = some(figure, ".live", HTMLElement) ?? make("div", { className: "live" });
    if (!place.isConnected) picture.after(place);
    const dark = document.body.getAttribute("data-md-color-scheme") === "slate";
    const config = { axis: text, header: text, legend: text, text: { color: ink }, font: style.fontFamily };
    // as the policy of the page wants it: expressions are interpreted (ast), and styles stand in charts.css, not in elements that a script adds
    const tooltip = { theme: dark ? "dark" : "light", disableDefaultStyle: true };
    if (!window.vegaEmbed) throw new Error("no Vega");
    const result = await window.vegaEmbed(place, spec, { actions: false, ast: true, defaultStyle: false, renderer: "svg", config, tooltip });
    if (!place.isConnected) return result.view; // put away while it was drawn
    picture.hidden = true;
    live.add(figure);
    return result.view;
  }

  /** @param {HTMLElement} figure */
  const frameOf = (figure) => new URL(`${say.frames}${idOf(figure)}/`, location.href).href;

  /**
   * What somebody puts into a page of their own.
   * @param {HTMLElement} figure
   */
  function toFrame(figure) {
    const view = one(figure, ".picture svg", SVGSVGElement).viewBox.baseVal;
    const height = Math.ceil((view.height / view.width) * 480 + 260);
    return `<iframe src="${frameOf(figure)}" title="${titleOf(figure)}" width="100%" height="${height}" style="border:0" loading="lazy"></iframe>`;
  }

  /**
   * The chart as a source: whose figures, of which years, where they stand, which version of the data.
   * @param {HTMLElement} figure
   */
  const toCitation = (figure) => fill(say.cited, { title: titleOf(figure), address: `${location.href.split("#")[0]}#${figure.id}` });

  /** @param {HTMLElement} figure */
  function equip(figure) {
    const tools = some(figure, ".tools", HTMLElement);
    if (!tools) return;
    const state = make("span", { role: "status" });
    const attempt = (/** @type {() => Promise<unknown>} */ act) => async () => {
      state.textContent = "";
      try {
        await act();
      } catch (error) {
        state.textContent = say.failed;
        console.warn(error);
      }
    };
    const press = make("button", { type: "button" }, say.live);
    press.addEventListener(
      "click",
      attempt(async () => {
        if (live.has(figure)) {
          live.delete(figure);
          one(figure, ".live", HTMLElement).remove();
          one(figure, ".picture", HTMLElement).hidden = false;
          press.textContent = say.live;
          return;
        }
        state.textContent = say.wait;
        await draw(figure);
        press.textContent = say.back;
        state.textContent = "";
      }),
    );
    const svg = some(tools, "a[href$='.svg']", HTMLAnchorElement);
    if (svg) {
      const png = make("button", { type: "button" }, "PNG");
      png.addEventListener(
        "click",
        attempt(async () => {
          const [{ save, toPng }, text] = await Promise.all([import("./files.js"), load(svg.href, asText)]);
          save(await toPng(text), "image/png", `${idOf(figure)}.png`);
        }),
      );
      svg.before(png);
    }
    if (say.charts) {
      // a body's; over all bodies the figures are a file, and there is the still picture only
      tools.prepend(press);
    }
    const link = () => make("a", { href: frameOf(figure) }, frameOf(figure));
    if (say.frames) tools.append(offer(figure, say.frame, say.copy, () => toFrame(figure), link));
    const copy = (/** @type {HTMLTextAreaElement} */ field) => copier(() => field, say.press, say.pressed);
    if (say.cited) tools.append(offer(figure, say.cite, say.citeText, () => toCitation(figure), copy));
    tools.append(state);
  }
  all(box, "figure", HTMLElement).forEach(equip);
  new MutationObserver(() => live.forEach((figure) => void draw(figure))).observe(document.body, {
    attributes: true,
    attributeFilter: ["data-md-color-scheme"],
  });
}
