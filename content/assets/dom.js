// @ts-check
// Elements and texts, made and found in one place for every script.

/**
 * An element with its properties and attributes (whatever is no property of it becomes an attribute), and what is in it.
 * @template {keyof HTMLElementTagNameMap} N
 * @param {N} name
 * @param {Record<string, unknown>} [properties]
 * @param {...(Node | string | (Node | string)[])} children
 * @returns {HTMLElementTagNameMap[N]}
 */
export function make(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key in made) Reflect.set(made, key, value);
    else made.setAttribute(key, String(value));
  }
  made.append(...children.flat());
  return made;
}

const NS = "http://www.w3.org/2000/svg";

/**
 * An element of a drawing.
 * @template {keyof SVGElementTagNameMap} N
 * @param {N} name
 * @param {Record<string, string | number>} [attributes]
 * @param {...(Node | string)} children
 * @returns {SVGElementTagNameMap[N]}
 */
export function sketch(name, attributes = {}, ...children) {
  const made = document.createElementNS(NS, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  made.append(...children);
  return made;
}

/**
 * The first element of a kind that fits, or null.
 * @template {Element} E
 * @param {ParentNode} place
 * @param {string} selector
 * @param {new () => E} kind
 * @returns {E | null}
 */
export function some(place, selector, kind) {
  const found = place.querySelector(selector);
  return found instanceof kind ? found : null;
}

/**
 * The same where the page always has one.
 * @template {Element} E
 * @param {ParentNode} place
 * @param {string} selector
 * @param {new () => E} kind
 */
export function one(place, selector, kind) {
  const found = some(place, selector, kind);
  if (!found) throw new Error(`nothing here is ${selector}`);
  return found;
}

/**
 * All of them.
 * @template {Element} E
 * @param {ParentNode} place
 * @param {string} selector
 * @param {new () => E} kind
 */
export function all(place, selector, kind) {
  /** @type {E[]} */
  const found = [];
  for (const part of place.querySelectorAll(selector)) if (part instanceof kind) found.push(part);
  return found;
}

/**
 * A field of a form by its name, where the form always has it.
 * @template {Element} E
 * @param {HTMLFormElement} form
 * @param {string} name
 * @param {new () => E} kind
 */
export function field(form, name, kind) {
  const found = form.elements.namedItem(name);
  if (!(found instanceof kind)) throw new Error(`no field ${name}`);
  return found;
}

/**
 * What the page says to a script in the data-… attributes of an element: which there are, the template and the script agree on.
 * @param {HTMLElement | SVGElement} element
 */
export const told = (element) => /** @type {Record<string, string>} */ (element.dataset);

/**
 * The settings that stand in the page as JSON.
 * @param {string} id of the script element
 */
export const settings = (id) => JSON.parse(document.getElementById(id)?.textContent ?? "{}");

/**
 * Open every fold that an element lies in.
 * @param {Element} target
 */
export function unfold(target) {
  for (let fold = target.closest("details"); fold; fold = fold.parentElement?.closest("details") ?? null) fold.open = true;
}

/**
 * A text with its {names} filled in; one without a value leaves nothing.
 * @param {string} text
 * @param {Record<string, unknown>} values
 */
export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));

/**
 * Turn a table of years to the newest, and make its view no wider than the columns that are wholly in sight beside the names of its lines:
 * none shows half a number. A class says that there is more before them.
 * @param {HTMLElement} view what the table scrolls in
 */
export function toNewest(view) {
  view.addEventListener("scroll", () => view.classList.toggle("more-before", view.scrollLeft > 1));
  view.style.maxWidth = "";
  const rows = all(view, "tr", HTMLTableRowElement).map((row) => [...row.cells]);
  const [names, ...columns] = rows.reduce((most, cells) => (cells.length > most.length ? cells : most), []);
  if (!names || view.scrollWidth <= view.clientWidth) return;
  const own = names.getBoundingClientRect().width;
  let width = own;
  for (const column of columns.reverse()) {
    const wide = column.getBoundingClientRect().width;
    if (width + wide > view.clientWidth) break;
    width += wide;
  }
  if (width > own && getComputedStyle(names).position === "sticky") view.style.maxWidth = `${Math.floor(width)}px`;
  view.scrollLeft = view.scrollWidth;
}

/**
 * The regions to choose from, each set in below the one that it lies in; in English as they are read, and as they are written.
 * @param {import("../shapes").Places} places
 */
export function toOptions(places) {
  const isEnglish = document.documentElement.lang === "en";
  const depth = (/** @type {string} */ code) => (code.endsWith("0000") ? 0 : code.endsWith("00") ? 1 : 2);
  return places.map(([code, name, english]) =>
    make("option", {
      value: code,
      textContent: "\u3000".repeat(depth(code)) + (isEnglish ? `${english} ${name}` : name),
      lang: isEnglish ? "en" : "zh",
    }),
  );
}
