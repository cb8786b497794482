// @ts-check
// Bodies side by side. The choice is in the address (?b=id,id&i=indicator,…&y=year,…&m=0), the figures are each body's own data.json.
// Chart, table and CSV are made of the same lines, so they cannot differ. A cell without a number says why and is never drawn.
import { copier, offer } from "./citing.js";
import { all, field, fill, make, one, settings, toNewest, told, toOptions } from "./dom.js";
import { load, placeOf } from "./fetching.js";
import { format, lines, toCsv, unpack } from "./figures.js";
import { save, toPng } from "./files.js";
import { find } from "./names.js";
import { draw } from "./plot.js";
import { loadNames, start as search } from "./search.js";
import { toAlone } from "./take.js";

const MOST = 24; // as many as a page can fetch and a table show
const NAMED = 3; // of those beyond
const COLOURED = 6; // as many as there are colours that can be told apart; the lines of others are grey
const SMALL = 5; // of fewer requests than this a share says little
const ID = /^[a-z0-9][a-z0-9-]{0,99}$/;

/**
 * @typedef {import("../shapes").Choice} Choice
 * @typedef {import("./plot.js").Drawn} Drawn
 * @typedef {import("./figures.js").Line} Line
 * @typedef {{b: string[], i: string[], y: number[], m: string[]}} Chosen bodies, indicators, years; m: ["0"] without what all bodies say
 */

// --- address -------------------------------------------------------------------------------------------------------

/**
 * @param {string} address
 * @param {{has: (id: string) => boolean}} known
 * @returns {Chosen & {more: string[], strange: string[]}} more: bodies beyond what can be shown; strange: what is none of ours
 */
export function fromAddress(address, known) {
  const list = (/** @type {string} */ name) => [...new Set((new URL(address).searchParams.get(name) || "").split(",").filter(Boolean))];
  return {
    b: list("b")
      .filter((id) => ID.test(id))
      .slice(0, MOST),
    i: list("i").filter((id) => known.has(id)),
    y: list("y")
      .filter((year) => /^\d{4}$/.test(year))
      .map(Number)
      .sort(),
    m: list("m").filter((word) => word === "0"), // "0": without what all bodies say
    more: list("b")
      .filter((id) => ID.test(id))
      .slice(MOST), // said, not shown
    strange: [
      ...list("b").filter((id) => !ID.test(id)),
      ...list("i").filter((id) => !known.has(id)),
      ...list("y").filter((year) => !/^\d{4}$/.test(year)),
    ],
  };
}

/** @param {string} address @param {Chosen} choice */
export function toAddress(address, { b, i, y, m }) {
  const url = new URL(address);
  const parts = Object.entries({ b, i, y, m }).filter(([, chosen]) => chosen.length);
  url.search = parts.map(([name, chosen]) => `${name}=${chosen.join(",")}`).join("&"); // commas stay readable
  return url.href;
}

// --- page ----------------------------------------------------------------------------------------------------------

/** @param {HTMLElement} page */
export function start(page) {
  /** @type {import("../shapes").Choices} */
  const { choices, default: usual, texts, medians } = settings("compare-settings");
  const { here, top } = told(page);
  const byId = new Map(choices.map((choice) => [choice.id, choice]));
  const isEnglish = document.documentElement.lang === "en";
  const langOf = (/** @type {Drawn} */ body) => (isEnglish && (body.medians || body.english) ? "en" : "zh");
  const live = one(page, "[data-live]", HTMLElement);
  const chosen = one(page, ".chosen", HTMLElement);
  const form = one(page, ".choice", HTMLFormElement);
  const status = one(page, ".choice + [role=status]", HTMLElement);
  const results = one(page, ".results", HTMLElement);
  const choice = fromAddress(location.href, byId);
  let { more, strange } = choice; // of the address that was opened; who then changes the choice has read it
  /** @type {{found: Line[], bodies: Drawn[], years: number[]}} */
  let shown = { found: [], bodies: [], years: [] };
  let turn = 0;

  /** @param {string} id */
  async function body(id) {
    /** @type {import("../shapes").Body} */
    const data = await load(`${placeOf(top, id)}data.json`);
    /** @type {Map<number, import("./figures.js").Report>} */
    const reports = new Map();
    for (const report of data.reports) {
      if (report.year && (report.read_status === "read" || report.read_status === "partly_read")) reports.set(report.year, unpack(data, report));
    }
    return {
      id,
      version: data.data_version ?? "",
      source: new URL(placeOf(here, id), location.href).href,
      name: data.agency.agency_name || id,
      english: (isEnglish && data.agency.agency_name_en) || "",
      place: data.agency.prefecture || data.agency.province || "",
      reports,
    };
  }

  /** @param {string} id @returns {Promise<import("../shapes").Medians>} {} where they did not come */
  const mediansOf = async (id) => (id.includes(".") ? (medians[id] ?? {}) : load(`${top}indicators/${id}/medians.json`).catch(() => ({})));

  /**
   * What all bodies say of the figures chosen, as one more line.
   * @param {Choice[]} wanted
   */
  async function everyone(wanted) {
    const found = await Promise.all(wanted.map(({ id }) => mediansOf(id)));
    return {
      id: "",
      source: new URL(`${here}indicators/`, location.href).href,
      name: texts.median,
      label: texts.median,
      medians: Object.fromEntries(wanted.map(({ id }, at) => [id, found[at]])),
      mark: "cm",
    };
  }

  /**
   * The first of the bodies that are left out by their names: of sixty nobody reads all.
   * @param {string[]} ids
   */
  async function nameSome(ids) {
    const some = ids.slice(0, NAMED);
    const { bodies } = await loadNames(`${top}assets/names.json`).catch(() => ({ bodies: [] }));
    const named = new Map(bodies.filter(({ id }) => some.includes(id)).map(({ id, name, english }) => [id, english || name]));
    return some.map((id) => named.get(id) || id).join(texts.comma) + (ids.length > NAMED ? " …" : "");
  }

  /** @param {Drawn} body @param {number} at */
  function chip(body, at) {
    const button = make("button", { type: "button", textContent: "×" });
    button.setAttribute("aria-label", fill(texts.remove, { name: body.label }));
    button.addEventListener("click", () => {
      choice.b = choice.b.filter((id) => id !== body.id);
      show(fill(texts.removed, { name: body.label }));
      (chosen.querySelectorAll("button")[Math.max(0, at - 1)] ?? one(live, "input", HTMLInputElement)).focus();
    });
    const link = make("a", { href: placeOf(here, body.id), textContent: body.label, lang: langOf(body) });
    return make("li", { className: body.mark }, make("i"), link, button);
  }

  async function show(said = "") {
    const mine = ++turn;
    delete page.dataset.done; // until the choice is shown
    const wanted = (choice.i.length ? choice.i : usual).map((id) => byId.get(id)).filter((choice) => choice !== undefined);
    const [every, beyond, answers] = await Promise.all([
      choice.b.length && !choice.m.length ? everyone(wanted) : null,
      more.length ? nameSome(more) : "",
      Promise.all(choice.b.map((id) => body(id).catch(() => null))),
    ]);
    if (mine !== turn) return;
    const lost = choice.b.filter((_, at) => !answers[at]);
    const there = answers.filter((body) => body !== null);
    const isTwice = (/** @type {{name: string}} */ body) => there.some((other) => other !== body && other.name === body.name); // 鼓楼区 of four places
    const bodies = there.map((body, at) => ({
      ...body,
      label: body.english || (isTwice(body) && body.place ? `${body.name} ${body.place}` : body.name),
      mark: at < COLOURED ? `c${at}` : "cx",
    }));
    chosen.replaceChildren(...bodies.map(chip));
    one(page, ".chosen-none", HTMLElement).hidden = bodies.length > 0;
    history.replaceState(null, "", toAddress(location.href, choice));
    const reported = [...new Set(bodies.flatMap((body) => [...body.reports.keys()]))].sort();
    const [first, last] = [reported[0], reported[reported.length - 1]];
    // from the first report to the last, the years without any among them: a gap is said, not closed
    const years = choice.y.length ? choice.y : reported.length ? Array.from({ length: last - first + 1 }, (_, at) => first + at) : [];
    /** @type {Drawn[]} */
    const beside = every ? [...bodies, { ...every, version: bodies[0]?.version }] : bodies;
    const found = lines(beside, wanted, years);
    shown = { found, bodies: beside, years };
    const scopes = new Set(found.filter((line) => line.scope).map((line) => line.scope));
    status.textContent = [
      said,
      beyond ? fill(texts.more, { n: MOST, left: more.length, names: beyond }) : "",
      strange.length ? fill(texts.strange, { names: strange.join(texts.comma) }) : "",
      ...lost.map((id) => fill(texts.failed, { id })),
      scopes.size > 1 && bodies.length > 1 ? texts.scopes : "",
      scopes.size === 1 ? fill(texts.scope_one, { scope: texts[`scope_${[...scopes][0]}`] }) : "",
      bodies.length > COLOURED ? fill(texts.grey, { n: COLOURED }) : "",
      bodies.length && !years.some((year) => reported.includes(year)) ? texts.no_years : "",
    ]
      .filter(Boolean)
      .join(" ");
    [more, strange] = [[], []];
    one(page, ".take", HTMLElement).hidden = !bodies.length;
    results.replaceChildren(
      ...(bodies.length && years.length
        ? wanted.map((choice) =>
            result(
              choice,
              found.filter((line) => line.indicator === choice.id),
            ),
          )
        : []),
    );
    for (const view of all(results, ".table-scroll", HTMLElement)) toNewest(view);
    page.dataset.done = toAddress(location.href, choice);
  }

  /** @param {Choice} choice @param {Line[]} own */
  function result(choice, own) {
    const { bodies, years } = shown;
    const title = make("h2", { textContent: choice.label });
    const section = make("section", {}, title);
    if (choice.meaning) section.append(make("p", { className: "g-note", textContent: choice.meaning }));
    const picture = make("div", { className: "picture" });
    section.append(picture, table(choice, own), ...explanations(own));
    const said = fill(texts.chart, { title: choice.label, years: years.length > 1 ? `${years[0]}–${years[years.length - 1]}` : years[0] });
    const inWords = (/** @type {number} */ value) => format(value, choice.kind);
    requestAnimationFrame(() => picture.replaceChildren(...draw(picture.clientWidth, said, bodies, years, own, inWords)));
    if (own.some((line) => line.value !== null)) section.append(tools(section, choice, own, said));
    return section;
  }

  /**
   * The chart as a picture, its own lines, and how they are cited.
   * @param {HTMLElement} section
   * @param {Choice} choice
   * @param {Line[]} own
   * @param {string} said
   */
  function tools(section, choice, own, said) {
    const { bodies, years } = shown;
    const name = `gongkai-${choice.id.replaceAll(".", "-")}`;
    const alone = () => toAlone(choice.label, said, [texts.source, location.href], bodies, years, own, (value) => format(value, choice.kind));
    const names = bodies.map((body) => body.label).join(texts.comma);
    const span = years.length > 1 ? `${years[0]}–${years[years.length - 1]}` : `${years[0]}`;
    const cited = () => fill(texts.cited, { title: choice.label, names, years: span, address: location.href });
    const takes = {
      PNG: async () => save(await toPng(alone()), "image/png", `${name}.png`),
      SVG: async () => save(alone(), "image/svg+xml", `${name}.svg`),
      CSV: async () => save(toCsv(own), "text/csv", `${name}.csv`),
    };
    return make(
      "p",
      { className: "take" },
      ...Object.entries(takes).map(([kind, act]) => {
        const button = make("button", { type: "button", textContent: kind });
        button.setAttribute("aria-label", `${kind}: ${choice.label}`);
        button.addEventListener("click", () =>
          act().catch((error) => {
            console.warn(error);
            status.textContent = texts.take_failed;
          }),
        );
        return button;
      }),
      offer(section, texts.cite, texts.cite_text, cited, (field) => copier(() => field, texts.press, texts.pressed)),
    );
  }

  /** @param {Choice} choice @param {Line[]} own */
  function table(choice, own) {
    const { bodies, years } = shown;
    const differ = new Set(shown.found.filter((line) => line.scope).map((line) => line.scope)).size > 1;
    const head = make(
      "tr",
      {},
      make("th", { scope: "col", textContent: texts.body }),
      ...years.map((year) => make("th", { scope: "col", className: "n", textContent: year })),
    );
    const rows = bodies.map((body) => {
      const mine = own.filter((line) => line.agency_id === body.id);
      const scopes = [...new Set(mine.filter((line) => line.scope).map((line) => texts[`scope_${line.scope}`]))];
      const name = make("th", { scope: "row" }, make("i", { className: body.mark }), make("span", { lang: langOf(body) }, body.label));
      if (differ && scopes.length) name.append(make("small", { textContent: fill(texts.scope, { scope: scopes.join(" / ") }) }));
      return make("tr", {}, name, ...mine.map((line) => cell(line, choice)));
    });
    const made = make(
      "table",
      { className: "g-table" },
      make("caption", { className: "g-hidden", textContent: choice.label }),
      make("thead", {}, head),
      make("tbody", {}, ...rows),
    );
    const region = make("div", { className: "table-scroll", tabIndex: 0 }, made);
    region.setAttribute("role", "region");
    region.setAttribute("aria-label", fill(texts.table, { title: choice.label }));
    return region;
  }

  /** @param {Line} line @param {Choice} choice */
  function cell(line, choice) {
    const made = make("td", { className: "n" });
    if (line.value === null) {
      made.append(make("small", { textContent: texts[line.status] ?? texts[`status_${line.status}`], title: texts[`${line.status}_why`] ?? "" }));
      return made;
    }
    made.append(format(line.value, choice.kind));
    const notes = line.reports ? [fill(texts.reports, { n: line.reports.toLocaleString("en") })] : [];
    if (line.denominator !== null) notes.push([line.numerator, line.denominator].map((n) => (n === null ? "" : format(n, "count"))).join(" / "));
    if (line.denominator !== null && line.denominator < SMALL) notes.push(fill(texts.few, { n: SMALL }));
    if (texts[`basis_${line.basis}`]) notes.push(texts[`basis_${line.basis}`]);
    made.append(...notes.map((note) => make("small", { textContent: note })));
    return made;
  }

  /**
   * A cell has room for a word; what it means stands below the table, once.
   * @param {Line[]} own
   */
  function explanations(own) {
    const words = new Set(own.map((line) => (line.status === "reported" ? `basis_${line.basis}` : line.status)));
    return [...words]
      .filter((word) => texts[`${word}_why`])
      .map((word) => make("p", { className: "g-note", textContent: fill(texts.explained, { word: texts[word], why: texts[`${word}_why`] }) }));
  }

  function mark() {
    const wanted = choice.i.length ? choice.i : usual;
    for (const box of all(form, "input", HTMLInputElement)) {
      if (box.name === "i") box.checked = wanted.includes(box.value);
      if (box.name === "y") box.checked = choice.y.includes(Number(box.value));
      if (box.name === "m") box.checked = !choice.m.length;
    }
    for (const fold of form.querySelectorAll("details")) {
      const chosen = all(fold, "input:checked", HTMLInputElement).map((box) => box.parentElement?.textContent?.trim());
      one(fold, "summary span", HTMLElement).textContent = chosen.join(texts.comma);
    }
  }

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", () => {
    const boxes = all(form, "input:checked", HTMLInputElement);
    choice.i = boxes.filter((box) => box.name === "i").map((box) => box.value);
    choice.y = boxes.filter((box) => box.name === "y").map((box) => Number(box.value));
    choice.m = field(form, "m", HTMLInputElement).checked ? [] : ["0"];
    mark(); // where none is chosen it is the usual ones, and the boxes say so
    show();
  });
  one(page, "[data-take=csv]", HTMLElement).addEventListener("click", () => {
    save(toCsv(shown.found), "text/csv", "gongkai-compare.csv");
  });
  one(page, "[data-take=link]", HTMLElement).addEventListener("click", () => {
    Promise.resolve(navigator.clipboard?.writeText(location.href) ?? Promise.reject())
      .then(
        () => texts.copied,
        () => texts.copy_failed,
      )
      .then((text) => {
        status.textContent = text;
      });
  });
  search(one(page, "[data-pick]", HTMLElement), (body) => {
    if (choice.b.includes(body.id)) return;
    if (choice.b.length >= MOST) {
      status.textContent = fill(texts.full, { n: MOST });
      return;
    }
    choice.b.push(body.id);
    show(fill(texts.added, { name: body.name }));
  });
  alike(one(page, "[data-alike]", HTMLDetailsElement), top, texts, (ids, said) => {
    choice.b = ids.slice(0, MOST);
    more = ids.slice(MOST);
    show(said);
  });
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let waiting;
  addEventListener("resize", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => results.childElementCount && show(), 200);
  });
  live.hidden = false;
  // the long lists would push the figures out of sight, where there are some
  if (innerWidth >= 800 && !choice.b.length) for (const fold of all(form, "[data-common]", HTMLDetailsElement)) fold.open = true;
  mark();
  show();
}

// --- all of a kind in a region ---------------------------------------------------------------------------------------

/**
 * A form that asks for a region, a level, a kind and a part of the name, each or none; what it needs is fetched when it is first touched.
 * @param {HTMLDetailsElement} fold
 * @param {string} top
 * @param {Record<string, string>} texts
 * @param {(ids: string[], said: string) => void} take
 */
function alike(fold, top, texts, take) {
  const form = one(fold, "form", HTMLFormElement);
  const status = one(fold, "[role=status]", HTMLElement);
  const [region, level, kind] = ["region", "level", "kind"].map((name) => field(form, name, HTMLSelectElement));
  const name = field(form, "name", HTMLInputElement);

  async function fillIn() {
    if (region.options.length > 1) return;
    /** @type {import("../shapes").Places} */
    const places = await load(`${top}assets/places.json`);
    if (region.options.length > 1) return; // asked for twice
    region.append(...toOptions(places));
  }

  async function ask() {
    /** @type {import("../shapes").Kinds} */
    const { bodies, levels, kinds } = await load(`${top}assets/kinds.json`);
    const named = name.value.trim() && new Set(find(await loadNames(`${top}assets/names.json`), name.value).hits.map((body) => body.id));
    const under = region.value.replace(/(00){1,2}$/, "");
    return bodies
      .filter(
        ([id, code, l, k]) =>
          code.startsWith(under) &&
          (!level.value || levels[l] === level.value) &&
          (!kind.value || kinds[k] === kind.value) &&
          (!named || named.has(id)),
      )
      .map(([id]) => id);
  }

  const failed = (/** @type {unknown} */ reason) => {
    console.warn(reason);
    status.textContent = texts.alike_failed;
  };
  fold.addEventListener("toggle", () => fold.open && fillIn().catch(failed));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    status.textContent = "";
    if (![region, level, kind, name].some((field) => field.value.trim())) {
      status.textContent = texts.alike_ask;
      return;
    }
    ask()
      .then((ids) => {
        if (ids.length) take(ids, fill(texts.alike_found, { n: ids.length }));
        else status.textContent = texts.alike_none;
      })
      .catch(failed);
  });
}
