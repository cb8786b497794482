// @ts-check
// The list of an indicator: which year, which bodies, in which order. The figures are those of the CSV beside the page, so that both say the same.
// Without this script the page has the plain list. No body has a rank: the order is the reader's, and shares of too few are outside it unless asked for.
import { parse } from "./csv.js";
import { all, field, fill, make, one, settings, some, told, toOptions } from "./dom.js";
import { asText, load as fetchOnce, placeOf } from "./fetching.js";
import { format } from "./figures.js";

const SMALL = 5; // of fewer a share says little (charts/spreads.py)
const FEWEST = 5; // of fewer bodies no median is told
const STEP = 200; // rows that are shown at once

/**
 * @typedef {Record<string, string>} Row a line of the CSV
 * @typedef {{value: number | null, numerator: number | null, denominator: number | null}} Numbers
 * @typedef {Numbers & {id: string, name: string, english: string, code: string, level: string, kind: string, scope: string}} Line
 */

/** @param {string | undefined} text */
const number = (text) => (text === "" || text === undefined ? null : Number(text));

// --- figures, without a page ---------------------------------------------------------------------------------------

/**
 * @param {Row[]} bodies
 * @param {string} year
 * @returns {Line[]}
 */
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
      value: number(body[`value_${year}`]),
      numerator: number(body[`numerator_${year}`]),
      denominator: number(body[`denominator_${year}`]),
    }));
}

/** @param {{denominator: number | null}} line */
export const isSmall = (line) => line.denominator !== null && line.denominator < SMALL;

/**
 * Whether what has no value has none because its figures contradict each other: both are there, and there is something to divide by.
 * @param {{value: number | null, numerator: number | null, denominator: number | null}} line
 */
export const disagrees = (line) => line.value === null && line.numerator !== null && line.denominator !== null && line.denominator > 0;

/**
 * @param {Line} line
 * @param {Record<string, string>} choice
 */
export function fits(line, { region, level, kind, scope }) {
  return (
    (!region || line.code.startsWith(region.replace(/(00){1,2}$/, ""))) &&
    (!level || line.level === level) &&
    (!kind || line.kind === kind) &&
    (!scope || line.scope === scope)
  );
}

/**
 * Those that are outside the order stay at the end, in the order of their places.
 * @template {{value: number | null, denominator: number | null}} L
 * @param {L[]} lines
 * @param {string} sort - from the most, + from the least, "" as they stand
 * @param {boolean} withSmall
 */
export function order(lines, sort, withSmall) {
  const isOut = (/** @type {L} */ line) => line.value === null || (!withSmall && isSmall(line));
  if (!sort) return { lines, out: lines.filter(isOut).length };
  const inside = lines.filter((line) => !isOut(line)).sort((a, b) => ((a.value ?? 0) - (b.value ?? 0)) * (sort === "-" ? -1 : 1));
  const outside = lines.filter(isOut);
  return { lines: [...inside, ...outside], out: outside.length };
}

/**
 * Lowest, quartiles, median, highest, between two values by proportion; null of too few.
 * @param {{value: number | null, denominator: number | null}[]} lines
 */
export function toFive(lines) {
  const values = lines
    .filter((line) => !isSmall(line))
    .map((line) => line.value)
    .filter((value) => value !== null)
    .sort((a, b) => a - b);
  if (values.length < FEWEST) return { n: values.length, five: null };
  const at = (/** @type {number} */ part) => {
    const place = part * (values.length - 1);
    const low = Math.floor(place);
    return values[low] + (values[Math.min(low + 1, values.length - 1)] - values[low]) * (place - low);
  };
  return { n: values.length, five: [0, 0.25, 0.5, 0.75, 1].map(at) };
}

// --- page ----------------------------------------------------------------------------------------------------------

/** @param {HTMLElement} page */
export async function start(page) {
  const form = some(page, "[data-standing-filter]", HTMLFormElement);
  if (form) await equip(page, form);
}

/** @param {HTMLElement} page @param {HTMLFormElement} form */
async function equip(page, form) {
  /** @type {Record<string, string>} */
  const texts = settings("standing-texts");
  const { kind, here, beside, places } = told(page);
  const live = one(page, "[data-standing-live]", HTMLElement);
  const status = one(live, "[role=status]", HTMLElement);
  const five = one(live, "dl", HTMLElement);
  const table = one(page, "#standing", HTMLTableElement);
  const more = one(page, "[data-standing-more]", HTMLElement);
  const region = field(form, "region", HTMLSelectElement);
  const isEnglish = document.documentElement.lang === "en";
  const choices = all(form, "select[name]", HTMLSelectElement);
  const ticks = all(form, "input[name]", HTMLInputElement);
  /** @type {Record<string, string>} */
  const usual = Object.fromEntries([...choices.map(({ name, value }) => [name, value]), ...ticks.map(({ name }) => [name, ""])]);
  const given = new URL(location.href).searchParams;
  const marked = given.get("b");
  /** @type {Row[]} */
  let bodies = [];
  let isLoaded = false;
  let shown = STEP;

  /** @type {Promise<void> | null} */
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

  /** @param {import("../shapes").Places} regions */
  function fillRegions(regions) {
    region.append(...toOptions(regions));
  }

  async function load() {
    const [data] = await Promise.all([fetchOnce(`${beside}data.csv`, asText), nameRegions()]);
    bodies = parse(data);
    isLoaded = true;
  }

  /** @returns {Record<string, string>} */
  const asked = () =>
    Object.fromEntries([...choices.map(({ name, value }) => [name, value]), ...ticks.map((box) => [box.name, box.checked ? box.value : ""])]);

  /** @param {Line} line */
  function row(line) {
    const read = isEnglish && line.english;
    const name = make("th", { scope: "row" }, make("a", { href: placeOf(here, line.id), textContent: read || line.name, lang: read ? "en" : "zh" }));
    if (read) name.append(make("small", { className: "g-beside", textContent: line.name, lang: "zh" }));
    const figure = make("td", { className: "n" });
    if (line.value === null) figure.append(make("small", { textContent: disagrees(line) ? texts.disagrees : texts.no_value }));
    else figure.append(format(line.value, kind, 1));
    if (line.value !== null && isSmall(line)) figure.append(" ", make("small", { textContent: texts.small }));
    const made = make("tr", { className: line.id === marked ? "is-marked" : "" }, name, figure);
    if (kind !== "count")
      made.append(
        make("td", {
          className: "n",
          textContent: [line.numerator, line.denominator].map((n) => (n === null ? "" : format(n, "count"))).join(" / "),
        }),
      );
    return made;
  }

  function apply() {
    const choice = asked();
    const every = ofYear(bodies, choice.year);
    const found = every.filter((line) => fits(line, choice));
    const { lines, out } = order(found, choice.sort, Boolean(choice.small));
    const parts = [found.length ? fill(texts.count, { year: choice.year, n: found.length.toLocaleString("en") }) : texts.none];
    if (choice.sort && out) parts.push(fill(texts.out, { n: out.toLocaleString("en") }));
    if (lines.length > shown) parts.push(fill(texts.shown, { n: shown }));
    const spread = toFive(found);
    if (found.length && !spread.five) parts.push(texts.few);
    const own = marked ? bodies.find((body) => body.agency_id === marked) : undefined;
    const mine = own && every.find((line) => line.id === marked);
    if (own && (!mine || mine.value === null))
      parts.push(fill(texts.this_none, { name: (isEnglish && own.agency_name_en) || own.agency_name, year: choice.year }));
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
          make("dt", isEnglish && mine.english ? { textContent: mine.english } : { textContent: mine.name, lang: "zh" }),
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
    for (const place of all(page, "[data-standing-plain], [data-standing-parts]", HTMLElement)) place.hidden = true;
    live.hidden = false;
    form.dataset.settled = JSON.stringify(choice);
  }

  async function change() {
    try {
      if (!isLoaded) await load();
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
  one(form, "[type=reset]", HTMLElement).addEventListener("click", (event) => {
    event.preventDefault();
    for (const box of ticks) box.checked = false;
    for (const choice of choices) choice.value = usual[choice.name];
    shown = STEP;
    change();
  });
  one(more, "button", HTMLElement).addEventListener("click", () => {
    shown += STEP;
    apply();
  });
  region.addEventListener("focus", () => nameRegions().catch((reason) => console.warn(reason)));

  if (Object.keys(usual).some((name) => given.get(name)) || marked) {
    try {
      await load();
    } catch (reason) {
      console.warn(reason);
      live.hidden = false;
      status.textContent = texts.failed;
      return;
    }
    for (const box of ticks) box.checked = given.get(box.name) === box.value;
    for (const choice of choices) {
      const wanted = given.get(choice.name);
      if (wanted !== null && [...choice.options].some((option) => option.value === wanted)) choice.value = wanted;
    }
    const own = marked ? bodies.find((body) => body.agency_id === marked) : undefined;
    // who comes from a body's page sees it among those alike
    if (own && !Object.keys(usual).some((name) => given.get(name)))
      for (const name of ["level", "kind"]) field(form, name, HTMLSelectElement).value = own[name];
    apply();
  }
}
