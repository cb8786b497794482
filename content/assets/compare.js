// @ts-check
// Bodies side by side. The choice is in the address (?b=id,id&i=indicator,…&y=year,…&m=0), the figures are each body's own data.json.
// Chart, table and CSV are made of the same lines, so they cannot differ. A cell without a number says why and is never drawn.
import { fill, make } from "./dom.js";
import { load } from "./fetching.js";
import { format, lines, toCsv, unpack } from "./figures.js";
import { save, toPng } from "./files.js";
import { find, prepare } from "./names.js";
import { draw } from "./plot.js";
import { start as search } from "./search.js";
import { toAlone } from "./take.js";

const MOST = 24; // as many as a page can fetch and a table show
const COLOURED = 6; // as many as there are colours that can be told apart; the lines of others are grey
const SMALL = 5; // of fewer requests than this a share says little
const ID = /^[a-z0-9][a-z0-9-]{0,99}$/;

// --- address -------------------------------------------------------------------------------------------------------

export function fromAddress(address, known) {
  const list = (name) => [...new Set((new URL(address).searchParams.get(name) || "").split(",").filter(Boolean))];
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

export function toAddress(address, choice) {
  const url = new URL(address);
  const parts = ["b", "i", "y", "m"].filter((name) => choice[name].length).map((name) => `${name}=${choice[name].join(",")}`); // commas stay readable
  url.search = parts.join("&");
  return url.href;
}

// --- page ----------------------------------------------------------------------------------------------------------

export function start(page) {
  const { choices, default: usual, texts, medians } = JSON.parse(document.getElementById("compare-settings").textContent);
  const byId = new Map(choices.map((choice) => [choice.id, choice]));
  const live = page.querySelector("[data-live]");
  const chosen = page.querySelector(".chosen");
  const form = page.querySelector(".choice");
  const status = page.querySelector(".choice + [role=status]");
  const results = page.querySelector(".results");
  const choice = fromAddress(location.href, byId);
  let { more, strange } = choice; // of the address that was opened; who then changes the choice has read it
  let shown = { found: [], bodies: [], years: [] };
  let turn = 0;

  const body = (id) =>
    load(`${page.dataset.agencies}${id}/data.json`).then((data) => ({
      id,
      version: data.data_version ?? "",
      source: new URL(`${page.dataset.here}agencies/${id}/`, location.href).href,
      name: data.agency.agency_name || id,
      place: data.agency.prefecture || data.agency.province || "",
      reports: new Map(
        data.reports.filter((r) => r.year && (r.read_status === "read" || r.read_status === "partly_read")).map((r) => [r.year, unpack(data, r)]),
      ),
    }));

  // what all bodies say of the figures chosen, as one more line; nothing of it where it did not come
  async function everyone(wanted) {
    const found = await Promise.all(
      wanted.map(({ id }) => (id.includes(".") ? (medians[id] ?? {}) : load(`${page.dataset.top}indicators/${id}/medians.json`).catch(() => ({})))),
    );
    return {
      id: "",
      source: new URL(`${page.dataset.here}indicators/`, location.href).href,
      name: texts.median,
      label: texts.median,
      medians: Object.fromEntries(wanted.map(({ id }, at) => [id, found[at]])),
      mark: "cm",
    };
  }

  function chip(body, at) {
    const button = make("button", { type: "button", textContent: "×" });
    button.setAttribute("aria-label", fill(texts.remove, { name: body.label }));
    button.addEventListener("click", () => {
      choice.b = choice.b.filter((id) => id !== body.id);
      show(fill(texts.removed, { name: body.name }));
      (chosen.querySelectorAll("button")[Math.max(0, at - 1)] ?? live.querySelector("input")).focus();
    });
    const link = make("a", { href: `${page.dataset.here}agencies/${body.id}/`, textContent: body.label, lang: "zh" });
    return make("li", { className: body.mark }, make("i"), link, button);
  }

  async function show(said = "") {
    const mine = ++turn;
    delete page.dataset.done; // until the choice is shown
    const wanted = (choice.i.length ? choice.i : usual).map((id) => byId.get(id));
    const [all, ...answers] = await Promise.all([
      choice.b.length && !choice.m.length ? everyone(wanted) : null,
      ...choice.b.map((id) => body(id).catch(() => null)),
    ]);
    if (mine !== turn) return;
    const lost = choice.b.filter((_, at) => !answers[at]);
    const there = answers.filter(Boolean);
    const isTwice = (one) => there.some((other) => other !== one && other.name === one.name); // 鼓楼区 of four places
    const bodies = there.map((one, at) => ({
      ...one,
      label: isTwice(one) && one.place ? `${one.name} ${one.place}` : one.name,
      mark: at < COLOURED ? `c${at}` : "cx",
    }));
    chosen.replaceChildren(...bodies.map(chip));
    page.querySelector(".chosen-none").hidden = bodies.length > 0;
    history.replaceState(null, "", toAddress(location.href, choice));
    const every = [...new Set(bodies.flatMap((body) => [...body.reports.keys()]))].sort();
    // from the first report to the last, the years without any among them: a gap is said, not closed
    const years = choice.y.length ? choice.y : every.length ? Array.from({ length: every.at(-1) - every[0] + 1 }, (_, at) => every[0] + at) : [];
    const beside = all ? [...bodies, { ...all, version: bodies[0]?.version }] : bodies;
    const found = lines(beside, wanted, years);
    shown = { found, bodies: beside, years };
    const scopes = new Set(found.filter((line) => line.scope).map((line) => line.scope));
    status.textContent = [
      said,
      more.length ? fill(texts.more, { n: MOST, names: more.join(texts.comma) }) : "",
      strange.length ? fill(texts.strange, { names: strange.join(texts.comma) }) : "",
      ...lost.map((id) => fill(texts.failed, { id })),
      scopes.size > 1 && bodies.length > 1 ? texts.scopes : "",
      scopes.size === 1 ? fill(texts.scope_one, { scope: texts[`scope_${[...scopes][0]}`] }) : "",
      bodies.length > COLOURED ? fill(texts.grey, { n: COLOURED }) : "",
      bodies.length && !years.some((year) => every.includes(year)) ? texts.no_years : "",
    ]
      .filter(Boolean)
      .join(" ");
    [more, strange] = [[], []];
    page.querySelector(".take").hidden = !bodies.length;
    results.replaceChildren(
      ...(bodies.length && years.length
        ? wanted.map((one) =>
            result(
              one,
              found.filter((line) => line.indicator === one.id),
            ),
          )
        : []),
    );
    page.dataset.done = toAddress(location.href, choice);
  }

  function result(one, own) {
    const { bodies, years } = shown;
    const title = make("h2", { textContent: one.label });
    const section = make("section", {}, title);
    if (one.meaning) section.append(make("p", { className: "g-note", textContent: one.meaning }));
    const picture = make("div", { className: "picture" });
    section.append(picture, table(one, own));
    picture.describe = fill(texts.chart, { title: one.label, years: years.length > 1 ? `${years[0]}–${years.at(-1)}` : years[0] });
    requestAnimationFrame(() => draw(picture, bodies, years, own, (value) => format(value, one.kind)));
    if (own.some((line) => line.value !== null)) section.append(tools(one, own, picture.describe));
    return section;
  }

  // the chart as a picture, and its own lines
  function tools(one, own, said) {
    const { bodies, years } = shown;
    const name = `gongkai-${one.id.replaceAll(".", "-")}`;
    const alone = () => toAlone(one.label, said, [texts.source, location.href], bodies, years, own, (value) => format(value, one.kind));
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
        button.setAttribute("aria-label", `${kind}: ${one.label}`);
        button.addEventListener("click", () =>
          act().catch((error) => {
            console.warn(error);
            status.textContent = texts.take_failed;
          }),
        );
        return button;
      }),
    );
  }

  function table(one, own) {
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
      const name = make("th", { scope: "row" }, make("i", { className: body.mark }), make("span", body.medians ? {} : { lang: "zh" }, body.label));
      if (differ && scopes.length) name.append(make("small", { textContent: fill(texts.scope, { scope: scopes.join(" / ") }) }));
      return make("tr", {}, name, ...mine.map((line) => cell(line, one)));
    });
    const made = make(
      "table",
      { className: "g-table" },
      make("caption", { className: "g-hidden", textContent: one.label }),
      make("thead", {}, head),
      make("tbody", {}, ...rows),
    );
    const region = make("div", { className: "table-scroll", tabIndex: 0 }, made);
    region.setAttribute("role", "region");
    region.setAttribute("aria-label", fill(texts.table, { title: one.label }));
    return region;
  }

  function cell(line, one) {
    const made = make("td", { className: "n" });
    if (line.status !== "reported") {
      made.append(make("small", { textContent: texts[line.status] ?? texts[`status_${line.status}`] }));
      return made;
    }
    made.append(format(line.value, one.kind));
    const notes = line.reports ? [fill(texts.reports, { n: line.reports.toLocaleString("en") })] : [];
    if (line.denominator !== null) notes.push(`${line.numerator.toLocaleString("en")} / ${line.denominator.toLocaleString("en")}`);
    if (line.denominator !== null && line.denominator < SMALL) notes.push(fill(texts.few, { n: SMALL }));
    if (texts[`basis_${line.basis}`]) notes.push(texts[`basis_${line.basis}`]);
    if (notes.length) made.append(make("small", { textContent: notes.join("; ") }));
    return made;
  }

  function mark() {
    const wanted = choice.i.length ? choice.i : usual;
    for (const box of form.elements) {
      if (box.name === "i") box.checked = wanted.includes(box.value);
      if (box.name === "y") box.checked = choice.y.includes(Number(box.value));
      if (box.name === "m") box.checked = !choice.m.length;
    }
    for (const fold of form.querySelectorAll("details")) {
      const chosen = [...fold.querySelectorAll("input:checked")].map((box) => box.parentElement.textContent.trim());
      fold.querySelector("summary span").textContent = chosen.join(texts.comma);
    }
  }

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", () => {
    const boxes = [...form.elements].filter((box) => box.checked);
    choice.i = boxes.filter((box) => box.name === "i").map((box) => box.value);
    choice.y = boxes.filter((box) => box.name === "y").map((box) => Number(box.value));
    choice.m = form.elements.namedItem("m").checked ? [] : ["0"];
    mark(); // where none is chosen it is the usual ones, and the boxes say so
    show();
  });
  page.querySelector("[data-take=csv]").addEventListener("click", () => {
    save(toCsv(shown.found), "text/csv", "gongkai-compare.csv");
  });
  page.querySelector("[data-take=link]").addEventListener("click", () => {
    Promise.resolve(navigator.clipboard?.writeText(location.href) ?? Promise.reject())
      .then(
        () => texts.copied,
        () => texts.copy_failed,
      )
      .then((text) => {
        status.textContent = text;
      });
  });
  search(page.querySelector("[data-pick]"), (body) => {
    if (choice.b.includes(body.id)) return;
    if (choice.b.length >= MOST) {
      status.textContent = fill(texts.full, { n: MOST });
      return;
    }
    choice.b.push(body.id);
    show(fill(texts.added, { name: body.name }));
  });
  alike(page.querySelector("[data-alike]"), page.dataset.top, texts, (ids, said) => {
    choice.b = ids.slice(0, MOST);
    more = ids.slice(MOST);
    show(said);
  });
  let waiting = 0;
  addEventListener("resize", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => results.childElementCount && show(), 200);
  });
  live.hidden = false;
  // the long lists would push the figures out of sight, where there are some
  if (innerWidth >= 800 && !choice.b.length) for (const fold of form.querySelectorAll("[data-common]")) fold.open = true;
  mark();
  show();
}

// --- all of a kind in a region ---------------------------------------------------------------------------------------

// a form that asks for a region, a level, a kind and a part of the name, each or none; what it needs is fetched when it is first touched
function alike(fold, top, texts, take) {
  const form = fold.querySelector("form");
  const status = fold.querySelector("[role=status]");
  const { region, level, kind, name } = form.elements;

  async function fillIn() {
    if (region.options.length > 1) return;
    const places = await load(`${top}assets/places.json`);
    if (region.options.length > 1) return; // asked for twice
    const depth = (code) => (code.endsWith("0000") ? 0 : code.endsWith("00") ? 1 : 2);
    region.append(...places.map(([code, label]) => make("option", { value: code, textContent: "　".repeat(depth(code)) + label, lang: "zh" })));
  }

  async function ask() {
    const { bodies, levels, kinds } = await load(`${top}assets/kinds.json`);
    const named = name.value.trim() && new Set(find(prepare(await load(`${top}assets/names.json`)), name.value).hits.map((body) => body.id));
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

  const failed = (reason) => {
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
