// @ts-check
// The page /query/: SQL over the published database, in the reader's own browser. Nothing is fetched before the first query is run; the query
// stands in the address (?q=…). What is wrong with a query is said in words (sql-errors below), what cannot run here too.
import { toText } from "./csv.js";
import { all, field as fieldOf, fill, make, one, settings, told } from "./dom.js";
import { placeOf } from "./fetching.js";
import { save } from "./files.js";

const MOST = 100000; // lines that are taken from a query
const SHOWN = 500; // of these in the table; the CSV has all
const SOON = 12e6; // bytes of a database that a link with a query may fetch without being asked
const gap = () => (document.documentElement.lang === "en" ? " " : ""); // between sentences
const ID = /^[a-z0-9][a-z0-9-]{0,99}$/;

// what SQLite says → what is said; the first that fits. {name} is what it is about
/** @type {[RegExp, string][]} */
const ERRORS = [
  [/no such table: (?:main\.)?(.+)/, "no_table"],
  [/no such column: (.+)/, "no_column"],
  [/ambiguous column name: (.+)/, "ambiguous"],
  [/no such function: (.+)/, "no_function"],
  [/wrong number of arguments to function (.+)\(\)/, "arguments"],
  [/unrecognized token: "(.+)"/, "token"],
  [/incomplete input()/, "incomplete"],
  [/near "(.+)": syntax error/, "syntax"],
  [/readonly|query_only|not authorized()/, "readonly"],
  [/misuse of (?:aggregate|window)(?: function)?:? ?(.*?)(?:\(\))?$/, "aggregate"],
];

// words of SQL that a name may stand behind without being given by them
const WORDS =
  /^(?:select|distinct|all|where|and|or|not|by|on|having|when|then|else|case|in|is|like|glob|between|from|join|using|with|recursive|over|partition|limit|offset|collate|escape|filter)$/i;

/**
 * @param {string} message of SQLite
 * @param {string} query
 * @param {Record<string, string>} texts
 */
export function explain(message, query, texts) {
  const bare = query.replace(/'[^']*'/g, "").replace(/--[^\n]*/g, "");
  const wide = bare.match(/[，；（）＝＞＜“”‘’＊]/);
  const parts = [];
  for (const [pattern, id] of ERRORS) {
    const found = message.match(pattern);
    if (found) {
      parts.push(fill(texts[`error_${id}`], { name: (found[1] || "").trim() }));
      break;
    }
  }
  if (!parts.length) parts.push(fill(texts.error_other, { message }));
  if (wide) parts.push(fill(texts.error_wide, { name: wide[0] }));
  return parts.join(gap());
}

/**
 * The first name in double quotes that is none of the database and none that the query gives, or "": SQLite takes such a name for a text, so a
 * slip of the pen would give lines of that text, or none at all.
 * @param {string} query
 * @param {Iterable<string>} names
 */
export function strange(query, names) {
  const known = new Set([...names].map((name) => name.toLowerCase()));
  const bare = query.replace(/'[^']*'/g, "''").replace(/--[^\n]*/g, "");
  for (const [, given] of bare.matchAll(/\bas\s+"([^"]+)"/gi)) known.add(given.toLowerCase());
  // count(*) "n": a name that is given without AS stands behind what it names
  for (const [, before, given] of bare.matchAll(/([\w)"\u0080-\uffff]+)\s+"([^"]+)"/g)) if (!WORDS.test(before)) known.add(given.toLowerCase());
  for (const [, given] of bare.matchAll(/"([^"]+)"\s*(?:\([^)]*\)\s*)?as\b/gi)) if (/\bwith\b/i.test(bare)) known.add(given.toLowerCase());
  for (const [, given] of bare.matchAll(/"([^"]+)"/g)) if (!known.has(given.toLowerCase())) return given;
  return "";
}

/** @typedef {{columns: string[], rows: SqlValue[][], isCut: boolean, ms: number}} Found */

/** @param {HTMLElement} page */
export function start(page) {
  /** @type {Record<string, string>} */
  const texts = settings("query-texts");
  const form = one(page, "form", HTMLFormElement);
  const field = fieldOf(form, "q", HTMLTextAreaElement);
  const run = one(form, "[data-run]", HTMLButtonElement);
  const stop = one(form, "[data-stop]", HTMLButtonElement);
  const status = one(page, "[data-status]", HTMLElement);
  const place = one(page, "[data-result]", HTMLElement);
  const take = one(page, "[data-take]", HTMLElement);
  const { here, top } = told(page);
  // of 2020: Chromium has it, Safari does not
  const Unpacking = window.DecompressionStream;
  const size = Number(Unpacking ? page.dataset.packed : page.dataset.size);
  const root = new URL(top, location.href);
  /** @type {Worker | null} */
  let worker = null;
  /** @type {Promise<string[]> | null} the names in the database, once it is asked for */
  let opened = null;
  /** @type {{columns: string[], rows: SqlValue[][]}} */
  let shown = { columns: [], rows: [] };

  const say = (/** @type {string} */ text, isWrong = false) => {
    status.textContent = text;
    status.classList.toggle("is-wrong", isWrong);
  };

  /** @param {object} message @param {Transferable[]} [moved] @returns {Promise<any>} what the worker answers (sql/worker.js) */
  function send(message, moved = []) {
    return new Promise((done, fail) => {
      if (!worker) worker = new Worker(new URL("assets/sql/worker.js", root).href);
      worker.onmessage = ({ data }) => (data.error === undefined ? done(data) : fail(new Error(data.error)));
      worker.onerror = (event) => {
        event.preventDefault();
        fail(new Error(event.message || "worker"));
      };
      worker.postMessage(message, moved);
    });
  }

  /** @returns {Promise<string[]>} */
  async function open() {
    say(fill(texts.loading, { size: Unpacking ? texts.packed : texts.size }));
    const answer = await fetch(new URL(Unpacking ? "assets/sql/gongkai.sqlite.gz" : "data/gongkai.sqlite", root).href);
    if (!answer.ok) throw new Error(String(answer.status));
    let buffer = await answer.arrayBuffer();
    say(texts.opening);
    // a server may have unpacked it on the way, and says so to the browser alone
    if (Unpacking && new Uint8Array(buffer, 0, 2).join() === "31,139")
      buffer = await new Response(new Blob([buffer]).stream().pipeThrough(new Unpacking("gzip"))).arrayBuffer();
    return (await send({ buffer }, [buffer])).names;
  }

  function end() {
    if (worker) worker.terminate();
    worker = null;
    opened = null;
  }

  async function ask() {
    const query = field.value.trim();
    place.replaceChildren();
    take.hidden = true;
    delete page.dataset.done;
    if (!query) {
      say(texts.empty, true);
      field.focus();
      return;
    }
    const address = new URL(location.href);
    address.search = `?q=${encodeURIComponent(query)}`;
    history.replaceState(null, "", address.href);
    for (const link of all(document, "a[data-language]", HTMLAnchorElement)) link.href = link.href.split("?")[0] + address.search;
    run.disabled = true;
    stop.hidden = false;
    let isOpen = false;
    try {
      if (!opened) opened = open();
      const odd = strange(query, await opened);
      isOpen = true;
      if (odd) throw new Error(`no such column: ${odd}`);
      say(texts.running);
      const mine = worker;
      /** @type {Found} */
      const found = await send({ query, most: MOST });
      if (mine === worker) show(found);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      if (!isOpen) {
        console.warn(error);
        end();
      }
      say(isOpen ? explain(message, query, texts) : texts.cannot, true);
      page.dataset.done = query;
    }
    run.disabled = false;
    stop.hidden = true;
  }

  /** @param {Found} found */
  function show({ columns, rows, isCut, ms }) {
    shown = { columns, rows };
    page.dataset.done = field.value.trim();
    const count = rows.length.toLocaleString("en");
    const parts = [columns.length ? fill(isCut ? texts.cut : texts.rows, { n: count }) : texts.nothing];
    if (rows.length > SHOWN) parts.push(fill(texts.shown, { n: SHOWN }));
    parts.push(fill(texts.time, { s: (ms / 1000).toFixed(ms < 100 ? 3 : 1) }));
    say(parts.join(gap()));
    if (!rows.length) return;
    take.hidden = false;
    place.replaceChildren(table(columns, rows.slice(0, SHOWN)));
  }

  /** @param {string[]} columns @param {SqlValue[][]} rows */
  function table(columns, rows) {
    const isNumber = columns.map(
      (_, at) => rows.some((row) => typeof row[at] === "number") && rows.every((row) => row[at] === null || typeof row[at] === "number"),
    );
    const kind = (/** @type {number} */ at) => (isNumber[at] ? "n" : "");
    const head = make(
      "tr",
      {},
      columns.map((name, at) => make("th", { scope: "col", className: kind(at), textContent: name })),
    );
    const body = rows.map((row) =>
      make(
        "tr",
        {},
        row.map((value, at) => make("td", { className: kind(at) }, cell(columns[at], value))),
      ),
    );
    const made = make(
      "table",
      { className: "g-table" },
      make("caption", { className: "g-hidden", textContent: texts.result }),
      make("thead", {}, head),
      make("tbody", {}, body),
    );
    return make("div", { className: "table-scroll", role: "region", tabIndex: 0, "aria-label": texts.result }, made);
  }

  // nothing, an empty text and zero are three things; a number is shown as it is, without separators: a year is one too
  /** @param {string} column @param {SqlValue} value */
  function cell(column, value) {
    if (value === null) return make("small", { textContent: "NULL" });
    if (value === "") return make("small", { textContent: '""' });
    if (value instanceof Uint8Array) return make("small", { textContent: `${value.length} B` });
    if (column === "agency_id" && ID.test(String(value))) return make("a", { href: placeOf(here, String(value)), textContent: value });
    return String(value);
  }

  if (typeof WebAssembly !== "object" || typeof Worker !== "function") {
    say(texts.cannot, true);
    return;
  }
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask();
  });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing || run.disabled) return;
    event.preventDefault();
    ask();
  });
  stop.addEventListener("click", () => {
    end();
    run.disabled = false;
    stop.hidden = true;
    say(texts.stopped);
    field.focus();
  });
  for (const link of all(page, "[data-example]", HTMLElement)) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      field.value = one(page, `#${told(link).example}`, HTMLElement).textContent ?? "";
      ask();
      status.scrollIntoView({ block: "nearest" });
    });
  }
  one(page, "[data-csv]", HTMLElement).addEventListener("click", () => save(toText(shown.columns, shown.rows), "text/csv", "gongkai-query.csv"));
  const given = new URL(location.href).searchParams.get("q");
  if (given) {
    field.value = given;
    if (size <= SOON) ask();
    else say(texts.ready);
  }
}
