// The list of an indicator: which year, which bodies, in which order. The figures are those of the CSV beside the page, so that both say the same.
// Without this script the page has the plain list. No body has a rank: the order is the reader's, and shares of too few are outside it unless asked for.
import { parse } from "./csv.js";
import { fill, make } from "./dom.js";
import { asText, load as fetchOnce } from "./fetching.js";
import { format } from "./figures.js";

const SMALL = 5; // of fewer a share says little (charts/spreads.py)
const FEWEST = 5; // of fewer bodies no median is told
const STEP = 200; // rows that are shown at once
const NUMBERS = ["value", "numerator", "denominator"];

const number = (text) => (text === "" || text === undefined ? null : Number(text));

// --- figures, without a page ---------------------------------------------------------------------------------------

export function ofYear(bodies, year) {
  return bodies
    .filter((body) => body[`basis_${year}`])
    .map((body) => ({
      id: body.agency_id,
      name: body.agency_name || body.agency_id,
      english: body.agency_name_en ?? "",
      code: body.division_code,
      level: body.level,
      kind: body.kind,
      scope: body[`scope_${year}`],
      ...Object.fromEntries(NUMBERS.map((name) => [name, number(body[`${name}_${year}`])])),
    }));
}

export const isSmall = (line) => line.denominator !== null && line.denominator < SMALL;

export function fits(line, { region, level, kind, scope }) {
  return (
    (!region || line.code.startsWith(region.replace(/(00){1,2}$/, ""))) &&
    (!level || line.level === level) &&
    (!kind || line.kind === kind) &&
    (!scope || line.scope === scope)
  );
}

// those that are outside the order stay at the end, in the order of their places
export function order(lines, sort, withSmall) {
  const isOut = (line) => line.value === null || (!withSmall && isSmall(line));
  if (!sort) return { lines, out: lines.filter(isOut).length };
  const inside = lines.filter((line) => !isOut(line)).sort((a, b) => (sort === "-" ? b.value - a.value : a.value - b.value));
  const outside = lines.filter(isOut);
  return { lines: [...inside, ...outside], out: outside.length };
}

// lowest, quartiles, median, highest, between two values by proportion; null of too few
export function toFive(lines) {
  const values = lines
    .filter((line) => line.value !== null && !isSmall(line))
    .map((line) => line.value)
    .sort((a, b) => a - b);
  if (values.length < FEWEST) return { n: values.length, five: null };
  const at = (part) => {
    const place = part * (values.length - 1);
    const low = Math.floor(place);
    return values[low] + (values[Math.min(low + 1, values.length - 1)] - values[low]) * (place - low);
  };
  return { n: values.length, five: [0, 0.25, 0.5, 0.75, 1].map(at) };
}

// --- page ----------------------------------------------------------------------------------------------------------

export async function start(page) {
  const form = page.querySelector("[data-standing-filter]");
  if (!form) return;
  const texts = JSON.parse(document.getElementById("standing-texts").textContent);
  const { kind, here, beside, places } = page.dataset;
  const live = page.querySelector("[data-standing-live]");
  const status = live.querySelector("[role=status]");
  const five = live.querySelector("dl");
  const table = page.querySelector("#standing");
  const more = page.querySelector("[data-standing-more]");
  const isEnglish = document.documentElement.lang === "en";
  const fields = [...form.elements].filter((field) => field.name);
  const usual = Object.fromEntries(fields.map((field) => [field.name, field.type === "checkbox" ? "" : field.value]));
  const given = new URL(location.href).searchParams;
  const marked = given.get("b");
  let bodies = null;
  let shown = STEP;

  let named = null; // the regions to choose from, fetched when they are first wanted

  function nameRegions() {
    if (!named) {
      named = fetchOnce(places).then(fillRegions);
      named.catch(() => {
        named = null;
      });
    }
    return named;
  }

  function fillRegions(regions) {
    const depth = (code) => (code.endsWith("0000") ? 0 : code.endsWith("00") ? 1 : 2);
    form.elements.region.append(
      ...regions.map(([code, name]) => make("option", { value: code, textContent: "　".repeat(depth(code)) + name, lang: "zh" })),
    );
  }

  async function load() {
    const [data] = await Promise.all([fetchOnce(`${beside}data.csv`, asText), nameRegions()]);
    bodies = parse(data);
  }

  const value = (field) => (field.type === "checkbox" ? (field.checked ? field.value : "") : field.value);
  const asked = () => Object.fromEntries(fields.map((field) => [field.name, value(field)]));

  function row(line) {
    const name = make("th", { scope: "row" }, make("a", { href: `${here}agencies/${line.id}/`, textContent: line.name, lang: "zh" }));
    if (isEnglish && line.english) name.append(make("small", { textContent: line.english }));
    const figure = make("td", { className: "n" });
    if (line.value === null) figure.append(make("small", { textContent: texts.no_value }));
    else figure.append(format(line.value, kind, 1));
    if (line.value !== null && isSmall(line)) figure.append(" ", make("small", { textContent: texts.small }));
    const made = make("tr", { className: line.id === marked ? "is-marked" : "" }, name, figure);
    if (kind !== "count")
      made.append(
        make("td", {
          className: "n",
          textContent: `${line.numerator?.toLocaleString("en") ?? ""} / ${line.denominator?.toLocaleString("en") ?? ""}`,
        }),
      );
    return made;
  }

  function apply() {
    const choice = asked();
    const all = ofYear(bodies, choice.year);
    const found = all.filter((line) => fits(line, choice));
    const { lines, out } = order(found, choice.sort, Boolean(choice.small));
    const parts = [found.length ? fill(texts.count, { year: choice.year, n: found.length.toLocaleString("en") }) : texts.none];
    if (choice.sort && out) parts.push(fill(texts.out, { n: out.toLocaleString("en") }));
    if (lines.length > shown) parts.push(fill(texts.shown, { n: shown }));
    const spread = toFive(found);
    if (found.length && !spread.five) parts.push(texts.few);
    const own = marked && bodies.find((body) => body.agency_id === marked);
    const mine = own && all.find((line) => line.id === marked);
    if (own && (!mine || mine.value === null)) parts.push(fill(texts.this_none, { name: own.agency_name, year: choice.year }));
    status.textContent = parts.join(isEnglish ? " " : "");
    five.replaceChildren(
      ...(spread.five
        ? spread.five.map((figure, at) => {
            const word = texts[["lowest", "first", "median", "third", "highest"][at]];
            return make("div", {}, make("dt", { textContent: word }), make("dd", { textContent: format(figure, kind, 1) }));
          })
        : []),
    );
    if (mine && mine.value !== null) {
      five.prepend(
        make(
          "div",
          { className: "is-marked" },
          make("dt", { textContent: mine.name, lang: "zh" }),
          make("dd", { textContent: format(mine.value, kind, 1) + (isSmall(mine) ? ` (${texts.small})` : "") }),
        ),
      );
    }
    table.tBodies[0].replaceChildren(...lines.slice(0, shown).map(row));
    more.hidden = lines.length <= shown;
    const address = new URL(location.href);
    for (const [name, chosen] of Object.entries(choice)) {
      if (chosen && chosen !== usual[name]) address.searchParams.set(name, chosen);
      else address.searchParams.delete(name);
    }
    history.replaceState(null, "", address);
    for (const place of page.querySelectorAll("[data-standing-plain], [data-standing-parts]")) place.hidden = true;
    live.hidden = false;
    form.dataset.settled = JSON.stringify(choice);
  }

  async function change() {
    try {
      if (!bodies) await load();
    } catch (reason) {
      console.warn(reason);
      live.hidden = false;
      status.textContent = texts.failed;
      return;
    }
    apply();
  }

  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", () => {
    shown = STEP;
    change();
  });
  form.querySelector("[type=reset]").addEventListener("click", (event) => {
    event.preventDefault();
    for (const field of fields) field.type === "checkbox" ? (field.checked = false) : (field.value = usual[field.name]);
    shown = STEP;
    change();
  });
  more.querySelector("button").addEventListener("click", () => {
    shown += STEP;
    apply();
  });
  form.elements.region.addEventListener("focus", () => nameRegions().catch((reason) => console.warn(reason)));

  if (fields.some((field) => given.get(field.name)) || marked) {
    try {
      await load();
    } catch (reason) {
      console.warn(reason);
      live.hidden = false;
      status.textContent = texts.failed;
      return;
    }
    for (const field of fields) {
      const wanted = given.get(field.name);
      if (field.type === "checkbox") field.checked = wanted === field.value;
      else if (wanted !== null && [...field.options].some((option) => option.value === wanted)) field.value = wanted;
    }
    const own = marked && bodies.find((body) => body.agency_id === marked);
    // who comes from a body's page sees it among those alike
    if (own && !fields.some((field) => given.get(field.name))) for (const name of ["level", "kind"]) form.elements[name].value = own[name];
    apply();
  }
}
