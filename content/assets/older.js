// @ts-check
// What Chromium 80 and Safari 13 lack of what our scripts use: each is added where it is missing, and does here what they need of it and no more.
// tests/test_browsers.py holds the scripts against what those browsers have, and against this list. What cannot be added is not used.

/** @param {object} where @param {string} name @param {Function} value */
function add(where, name, value) {
  if (!(name in where)) Object.defineProperty(where, name, { value, writable: true, configurable: true });
}

/** @this {string | unknown[]} @param {number} place */
function at(place) {
  return this[place < 0 ? this.length + place : place];
}

add(Array.prototype, "at", at);
add(String.prototype, "at", at);
add(
  String.prototype,
  "replaceAll",
  /** @this {string} @param {string} text @param {string} other */ function replaceAll(text, other) {
    return this.split(text).join(other);
  },
);
add(Object, "hasOwn", (/** @type {object} */ of, /** @type {string} */ name) => Object.prototype.hasOwnProperty.call(of, name));

/** @this {Element | Document | DocumentFragment} @param {(Node | string)[]} children */
function replaceChildren(...children) {
  while (this.firstChild) this.removeChild(this.firstChild);
  this.append(...children);
}

for (const kind of [Element, Document, DocumentFragment]) add(kind.prototype, "replaceChildren", replaceChildren);

// a dialog that is not over the page but in front of it: what is behind it can still be reached, Escape closes it
const dialog = typeof HTMLDialogElement === "function" ? HTMLDialogElement : HTMLUnknownElement;

/** @this {HTMLDialogElement} */
function showModal() {
  this.setAttribute("open", "");
  this.classList.add("is-older");
  this.onkeydown = (event) => {
    if (event.key === "Escape") this.close();
  };
}

/** @this {HTMLDialogElement} */
function close() {
  this.removeAttribute("open");
}

add(dialog.prototype, "showModal", showModal);
add(dialog.prototype, "close", close);
