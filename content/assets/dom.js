// @ts-check
// Elements and texts, made in one place for every script.

/**
 * An element with its properties and attributes (whatever is no property of it becomes an attribute), and what is in it.
 * @param {string} name
 * @param {Object<string, any>} [properties]
 * @param {...any} children nodes, texts, or lists of them
 * @returns {any} the element; what it can do follows from its name
 */
export function make(name, properties = {}, ...children) {
  /** @type {any} */
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key in made) made[key] = value;
    else made.setAttribute(key, value);
  }
  made.append(...children.flat());
  return made;
}

/**
 * A text with its {names} filled in; one without a value leaves nothing.
 * @param {string} text
 * @param {Object<string, any>} values
 */
export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
