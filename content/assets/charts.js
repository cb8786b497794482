// @ts-check
// Interactive charts for who asks for them. Without this script every chart is there as a still picture. Nothing is loaded from another host, and
// nothing at all before the button is pressed.
import { make } from "./dom.js";
import { asText, load } from "./fetching.js";

const STILL = ["#1f5fa8", "#157a6e", "#8a5a00", "#7a4fa3", "#5d6770", "#a13a6b", "#4b3fa0", "#6f5642"]; // gongkai/charts/svg.py PALETTE
const ON_BAR = ["#fefefe", "#ffffff"];
const idOf = (figure) => figure.id.replace("chart-", "");

// the colours of the page as it is painted now, in place of the ones the description was written with
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

// the file names its columns once
const rowsOf = ({ columns, rows }) =>
  rows.map((row) =>
    Object.fromEntries(columns.map((name, at) => [name, row[at] ?? null]).filter(([name, value]) => value !== null || name === "value")),
  );

/** @param {HTMLElement} box the charts of a page, with the words and addresses that they need */
export function start(box) {
  const say = box.dataset;
  const language = document.documentElement.lang.startsWith("en") ? "en" : "zh";
  const live = new Set();

  async function draw(figure) {
    const id = idOf(figure);
    const body = await load(say.charts);
    const description = await load(`${say.assets}charts/${body[id].spec[language]}`);
    if (!window.vegaEmbed) await import(new URL(`${say.assets}javascripts/vega.js`, location.href).href);
    const style = getComputedStyle(figure);
    const ink = style.getPropertyValue("--g-ink").trim() || style.color;
    const spec = paint(description, style);
    spec.data = { name: "figures", values: rowsOf(body[id]) };
    spec.description = figure.querySelector(".picture svg")?.getAttribute("aria-label") ?? spec.description;
    const text = { labelColor: ink, titleColor: ink };
    let place = figure.querySelector(".live");
    if (!place) {
      place = make("div", { className: "live" });
      figure.querySelector(".picture").after(place);
    }
    const dark = document.body.getAttribute("data-md-color-scheme") === "slate";
    const config = { axis: text, header: text, legend: text, text: { color: ink }, font: style.fontFamily };
    // as the policy of the page wants it: expressions are interpreted (ast), and styles stand in charts.css, not in elements that a script adds
    const tooltip = { theme: dark ? "dark" : "light", disableDefaultStyle: true };
    const result = await window.vegaEmbed(place, spec, { actions: false, ast: true, defaultStyle: false, renderer: "svg", config, tooltip });
    if (!place.isConnected) return result.view; // put away while it was drawn
    figure.querySelector(".picture").hidden = true;
    live.add(figure);
    return result.view;
  }

  // what somebody puts into a page of their own
  function offerFrame(figure) {
    const address = new URL(`${say.frames}${idOf(figure)}/`, location.href).href;
    const view = figure.querySelector(".picture svg").viewBox.baseVal;
    const height = Math.ceil((view.height / view.width) * 480 + 260);
    const field = make("textarea", { readOnly: true, rows: 3 });
    field.value = `<iframe src="${address}" title="${figure.querySelector("figcaption b").textContent}" width="100%" height="${height}" style="border:0" loading="lazy"></iframe>`;
    const offer = make("p", { className: "offer", hidden: true }, make("label", {}, say.copy, field), make("a", { href: address }, address));
    const press = make("button", { type: "button", "aria-expanded": "false" }, say.frame);
    press.addEventListener("click", () => {
      offer.hidden = !offer.hidden;
      press.setAttribute("aria-expanded", String(!offer.hidden));
      if (!offer.hidden) field.select();
    });
    figure.append(offer);
    return press;
  }

  function equip(figure) {
    const tools = figure.querySelector(".tools");
    if (!tools) return;
    const state = make("span", { role: "status" });
    const attempt = (act) => async () => {
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
          figure.querySelector(".live").remove();
          figure.querySelector(".picture").hidden = false;
          press.textContent = say.live;
          return;
        }
        state.textContent = say.wait;
        await draw(figure);
        press.textContent = say.back;
        state.textContent = "";
      }),
    );
    const svg = tools.querySelector("a[download]");
    const png = make("button", { type: "button" }, "PNG");
    png.addEventListener(
      "click",
      attempt(async () => {
        const [{ save, toPng }, text] = await Promise.all([import("./files.js"), load(svg.href, asText)]);
        save(await toPng(text), "image/png", `${idOf(figure)}.png`);
      }),
    );
    svg.before(png);
    if (say.charts) {
      // a body's; over all bodies the figures are a file, and there is the still picture only
      tools.prepend(press);
      figure.redraw = () => draw(figure);
    }
    tools.append(offerFrame(figure), state);
  }
  box.querySelectorAll("figure").forEach(equip);
  new MutationObserver(() => live.forEach((figure) => figure.redraw())).observe(document.body, {
    attributes: true,
    attributeFilter: ["data-md-color-scheme"],
  });
}
