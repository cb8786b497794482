// @ts-check
// A text that a reader takes along, a citation or a piece of HTML: shown where it is asked for, copied by a button.
import { make, told } from "./dom.js";

/**
 * A button that copies what stands in a box; where that is not allowed the text is selected, and can be copied by hand.
 * @param {() => HTMLTextAreaElement | null | undefined} box
 * @param {string} name of the button
 * @param {string} done what it says afterwards
 */
export function copier(box, name, done) {
  const press = make("button", { type: "button" }, name);
  press.addEventListener("click", async () => {
    const field = box();
    field?.select();
    try {
      await navigator.clipboard.writeText(field?.value ?? "");
      press.textContent = done;
    } catch {
      // not allowed here: it is selected
    }
  });
  return press;
}

/**
 * A button that shows a text to take away at the end of a place, and hides it again.
 * @param {HTMLElement} place
 * @param {string} name of the button
 * @param {string} label of the text
 * @param {() => string} ask what it is, made when it is shown
 * @param {(field: HTMLTextAreaElement) => HTMLElement} more what stands below it
 */
export function offer(place, name, label, ask, more) {
  const field = make("textarea", { readOnly: true, rows: 3 });
  const shown = make("p", { className: "offer", hidden: true }, make("label", {}, label, field));
  const press = make("button", { type: "button", "aria-expanded": "false" }, name);
  press.addEventListener("click", () => {
    if (!shown.isConnected) {
      field.value = ask();
      shown.append(more(field));
      place.append(shown);
    }
    shown.hidden = !shown.hidden;
    press.setAttribute("aria-expanded", String(!shown.hidden));
    if (!shown.hidden) field.select();
  });
  return press;
}

/**
 * A button behind a text that stands on the page, which copies it; where that is not allowed the text is selected.
 * @param {HTMLElement} place
 */
export function equip(place) {
  const { copies, copied } = told(place);
  const text = (place.textContent ?? "").trim();
  const said = make("span", {}, ...place.childNodes);
  const press = make("button", { type: "button", className: "g-copy" }, copies);
  press.addEventListener("click", async () => {
    getSelection()?.selectAllChildren(said);
    try {
      await navigator.clipboard.writeText(text);
      press.textContent = copied;
    } catch {
      // not allowed here: it is selected
    }
  });
  place.append(said, " ", press);
}
