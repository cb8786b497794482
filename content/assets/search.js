// @ts-check
// The search box: a combobox over the bodies' names (WAI-ARIA pattern "editable combobox with list autocomplete").
// The names are fetched when the box is first used. Without this script the form leads to the list of all bodies.
import { all, fill, make, one, told } from "./dom.js";
import { load as fetchOnce, placeOf } from "./fetching.js";
import { find, prepare } from "./names.js";

/** @typedef {import("./names.js").Named} Named */

/** @type {Map<import("../shapes").Names, import("./names.js").Prepared>} */
const prepared = new Map(); // what was fetched → ready to be asked

/**
 * All names, ready to be asked; on English pages those in English too.
 * @param {string} address of names.json
 */
export async function loadNames(address) {
  const english = document.documentElement.lang === "en" ? fetchOnce(address.replace(/names\.json$/, "names-en.json")).catch(() => []) : [];
  /** @type {import("../shapes").Names} */
  const found = await fetchOnce(address);
  const known = prepared.get(found) ?? prepare(found, await english);
  prepared.set(found, known);
  return known;
}

/** @param {HTMLElement} box */
const load = (box) => loadNames(told(box).names);

/** @param {HTMLElement} box @param {Named} body @param {number} number */
function option(box, body, number) {
  const shown = body.name || body.id;
  const name = make("span", { className: "g-search__name", lang: body.english ? "en" : "zh", textContent: body.english || shown });
  const more = make("span", {
    className: "g-search__more",
    textContent: [body.english ? shown : body.region, body.years].filter(Boolean).join(" · "),
  });
  const link = make(
    "a",
    {
      id: `${box.id}-option-${number}`,
      href: placeOf(box.dataset.here ?? "", body.id),
      tabIndex: -1,
      role: "option",
      "aria-selected": "false",
    },
    name,
    more,
  );
  return make("li", { role: "none" }, link);
}

/**
 * @param {HTMLElement} box
 * @param {((body: Named) => void) | null} [pick] what to do with the body chosen; without it, its page is opened
 */
export function start(box, pick = null) {
  const input = one(box, "input", HTMLInputElement);
  const list = one(box, "[role=listbox]", HTMLElement);
  const status = one(box, "[role=status]", HTMLElement);
  const panel = one(box, ".g-search__panel", HTMLElement); // the list, and over it how many there are
  const say = told(box);
  const shown = Number(say.shown);
  /** @type {Named[]} */
  let hits = [];
  let active = -1;
  let asked = "";

  const open = (/** @type {boolean} */ yes) => {
    panel.classList.toggle("is-open", yes);
    list.hidden = !yes || !hits.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    if (list.hidden) choose(-1);
  };
  const options = () => all(list, "[role=option]", HTMLElement);
  /** @param {number} number */
  function choose(number) {
    active = number;
    options().forEach((link, i) => link.setAttribute("aria-selected", String(i === number)));
    if (number < 0) return input.removeAttribute("aria-activedescendant");
    const chosen = options()[number];
    input.setAttribute("aria-activedescendant", chosen.id);
    chosen.scrollIntoView({ block: "nearest" });
  }

  async function show() {
    const query = input.value;
    asked = query;
    if (!query.trim()) {
      hits = [];
      list.replaceChildren();
      status.textContent = "";
      box.dataset.done = query;
      return open(false);
    }
    let found;
    try {
      found = find(await load(box), query);
    } catch {
      status.textContent = say.failed;
      hits = [];
      return open(true);
    }
    if (asked !== query) return; // typed on while the names came
    hits = found.hits;
    list.replaceChildren(...hits.slice(0, shown).map((body, i) => option(box, body, i)));
    open(true);
    const count = hits.length === 1 && say.one ? say.one : fill(say.many, { n: hits.length.toLocaleString("en") });
    status.textContent = !hits.length
      ? fill(say.none, { query: query.trim() })
      : found.similar
        ? say.similar
        : hits.length > shown
          ? `${count} ${say.more}`
          : count;
    box.dataset.done = query;
    box.dataset.total = String(hits.length);
  }

  input.addEventListener("focus", () => load(box).catch(() => {}));
  input.addEventListener("input", (event) => {
    if (!(event instanceof InputEvent && event.isComposing)) show();
  });
  input.addEventListener("compositionend", show);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const count = list.hidden ? 0 : options().length;
    if (event.key === "ArrowDown" && !count && input.value.trim()) show();
    else if (event.key === "ArrowDown" && count) choose((active + 1) % count);
    else if (event.key === "ArrowUp" && count) choose(active <= 0 ? count - 1 : active - 1);
    else if (event.key === "Home" && active >= 0) choose(0);
    else if (event.key === "End" && active >= 0) choose(count - 1);
    else if (event.key === "Escape") {
      if (panel.classList.contains("is-open")) open(false);
      else {
        input.value = "";
        show();
      }
    } else if (event.key === "Enter" && active >= 0) options()[active].click();
    else if (event.key === "Tab") return open(false);
    else return;
    event.preventDefault();
  });
  box.addEventListener("submit", async (event) => {
    event.preventDefault();
    await show();
    // one body: go there; several: the list of all bodies, filtered
    if (hits.length === 1) options()[0].click();
    else if (hits.length && say.stay === undefined) location.href = `${box.getAttribute("action")}?q=${encodeURIComponent(input.value.trim())}`;
  });
  if (pick) {
    list.addEventListener("click", (event) => {
      const at = options().findIndex((option) => event.target instanceof Node && option.contains(event.target));
      if (at < 0) return;
      event.preventDefault();
      pick(hits[at]);
      input.value = "";
      input.focus();
      show();
    });
  }
  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Node && box.contains(event.target))) open(false);
  });

  // from a search box on another page to the list of all bodies, where that is too long to be filtered as it stands
  const brought = say.stay !== undefined && new URL(location.href).searchParams.get("q");
  if (brought) {
    input.value = brought;
    show();
  } else if (document.activeElement === input && input.value.trim()) {
    show(); // typed while this script was on its way
  }
}
