// @ts-check
// The search in the reports' texts. The index (assets/texts/, written by gongkai/pages/texts.py) tells which texts hold every pair of neighbouring
// letters of the query; each of them is then fetched and read, so that what is shown is there to the letter.
// Loaded on the page of the search only; nothing of the index before a query.
import { fill, make, one, told } from "./dom.js";
import { asPage, load, placeOf } from "./fetching.js";
import { loadNames } from "./search.js";

const AT_ONCE = 8;
const BATCH = 16; // how many texts are read before the reader is asked whether to go on
const AROUND = 36; // letters shown before and after what was found

/**
 * @typedef {[id: string, heading: string, paragraphs: string[]]} Section id: of its heading on the page
 * @typedef {{id: string, heading: string, before: string, hit: string, after: string, cut: boolean, more: boolean}} Passage
 * @typedef {import("../shapes").TextYears["years"][number]} Year
 */

/** @param {string} text */
export const plain = (text) => text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");
/** @param {string} text */
const letters = (text) => [...text];

/** @param {string} query */
export function pairs(query) {
  /** @type {Set<string>} */
  const found = new Set();
  for (const run of query.match(/[\p{L}\p{N}_]+/gu) ?? []) {
    const all = letters(run);
    for (let i = 0; i + 1 < all.length; i++) found.add(all[i] + all[i + 1]);
  }
  return [...found];
}

/** @param {string} pair @param {number} count */
const shardOf = (pair, count) => {
  const [first, second] = letters(pair).map((letter) => letter.codePointAt(0) ?? 0);
  return (first * 31 + second) % count;
};

/**
 * The texts of a year that have every pair, as numbers; a text's entry in the list is fetched only when it is read.
 * @param {string} folder
 * @param {Year} year
 * @param {string[]} wanted
 */
async function candidates(folder, { year, shards }, wanted) {
  const postings = await Promise.all(
    wanted.map(async (pair) => {
      /** @type {import("../shapes").TextShard} */
      const shard = await load(`${folder}${year}/${shardOf(pair, shards)}.json`);
      let at = 0;
      return Object.hasOwn(shard, pair) ? shard[pair].map((step) => (at += step)) : [];
    }),
  );
  postings.sort((a, b) => a.length - b.length);
  let numbers = postings[0] ?? [];
  for (const more of postings.slice(1)) {
    const has = new Set(more);
    numbers = numbers.filter((n) => has.has(n));
  }
  return numbers;
}

/** @param {string} folder @param {number} chunk @param {string} year @param {number} number */
async function entry(folder, chunk, year, number) {
  /** @type {import("../shapes").TextList} */
  const list = await load(`${folder}${year}/list-${Math.floor(number / chunk)}.json`);
  return list[number % chunk];
}

/**
 * The text of a report as its page shows it, without what is marked as gone.
 * @param {Document} page
 */
export function sectionsOf(page) {
  /** @type {Section} */
  let last = ["", "", []];
  const found = [last];
  for (const part of page.querySelector(".g-prose__text")?.children ?? []) {
    if (part.tagName === "H3") {
      last = [part.id, part.textContent ?? "", []];
      found.push(last);
    } else if (!part.classList.contains("g-prose__table")) {
      for (const gone of part.querySelectorAll("del")) gone.remove();
      const text = (part.textContent ?? "").trimEnd();
      if (text) last[2].push(text);
    }
  }
  return found;
}

/** @param {string} address */
const read = (address) => load(address, async (answer) => sectionsOf(await asPage(answer)));

/**
 * The text with a way back: plain letters, and where each stood in what is shown.
 * @param {string} text
 */
function fold(text) {
  let folded = "";
  /** @type {number[]} */
  const places = [];
  let at = 0;
  for (const letter of text) {
    const some = plain(letter);
    folded += some;
    for (let i = 0; i < some.length; i++) places.push(at);
    at += letter.length;
  }
  places.push(at);
  return { folded, places };
}

/**
 * The passages of a report's text that hold the phrases, or null if one phrase is nowhere.
 * @param {Section[]} sections
 * @param {string[]} phrases
 */
function passages(sections, phrases) {
  const paragraphs = sections.flatMap(([id, heading, lines]) => lines.map((text) => ({ text, ...fold(text), id, heading })));
  /** @type {Passage[]} */
  const found = [];
  for (const phrase of phrases) {
    const where = paragraphs.find((p) => p.folded.includes(phrase));
    if (!where) return null;
    const start = where.folded.indexOf(phrase);
    const [from, to] = [where.places[start], where.places[start + phrase.length]];
    found.push({
      id: where.id,
      heading: where.heading,
      before: where.text.slice(Math.max(0, from - AROUND), from),
      hit: where.text.slice(from, to),
      after: where.text.slice(to, to + AROUND),
      cut: from > AROUND,
      more: to + AROUND < where.text.length,
    });
  }
  return found;
}

/**
 * @template {keyof HTMLElementTagNameMap} N
 * @param {N} name
 */
const element = (name, text = "", kind = "") => make(name, { textContent: text, className: kind });

/**
 * The bodies' names in English by their id; none on Chinese pages, nor where they cannot be had: a text is found without them.
 * @param {string} top
 * @returns {Promise<Map<string, string>>}
 */
async function englishNames(top) {
  if (document.documentElement.lang !== "en") return new Map();
  try {
    const { bodies } = await loadNames(`${top}assets/names.json`);
    return new Map(bodies.map(({ id, english }) => [id, english]));
  } catch (error) {
    console.warn(error);
    return new Map();
  }
}

/**
 * What a hit is called, in which language, and what stands behind that: a name in English has the printed one beside it.
 * @param {string} name
 * @param {string} [english]
 */
export const toTitle = (name, english = "") =>
  english ? { title: english, lang: "en", beside: name } : { title: name, lang: name && "zh", beside: "" };

/**
 * @param {import("../shapes").TextList[number]} text
 * @param {Passage[]} found
 * @param {Record<string, string>} say
 * @param {string | undefined} english
 */
function result([agency, key, name], found, say, english) {
  const item = element("li");
  const link = element("a");
  link.href = `${placeOf(say.here, agency)}${encodeURIComponent(key)}/${found[0].id ? `#${found[0].id}` : ""}`;
  const { title, lang, beside } = toTitle(name, english);
  const shown = element("span", title || say.unnamed);
  if (lang) shown.lang = lang;
  link.append(shown, ` ${key}`);
  item.append(link);
  if (beside) item.append(" ", make("small", { lang: "zh", textContent: beside }));
  for (const one of found) {
    const quote = element("p", "", "g-texts__quote");
    quote.lang = "zh";
    if (one.heading) quote.append(element("small", `${one.heading}　`));
    quote.append((one.cut ? "…" : "") + one.before, element("mark", one.hit), one.after + (one.more ? "…" : ""));
    item.append(quote);
  }
  return item;
}

/** @param {HTMLFormElement} form */
export function start(form) {
  const say = told(form);
  const input = one(form, "input", HTMLInputElement);
  const list = one(document, ".g-texts__list", HTMLElement);
  const status = one(document, ".g-texts__status", HTMLElement);
  const more = one(document, "#texts-more", HTMLButtonElement);
  let turn = 0;

  /** @param {number} shown @param {number} seen @param {number} all @param {string} year @param {boolean} isDone */
  const tell = (shown, seen, all, year, isDone) => {
    if (!isDone) return fill(year ? say.older : say.some, { n: shown, left: all - seen, year });
    return !shown ? fill(say.none, { query: input.value.trim() }) : shown === 1 ? say.one : fill(say.many, { n: shown });
  };

  /** @param {string} query */
  async function look(query) {
    const mine = ++turn;
    list.replaceChildren();
    more.hidden = true;
    const phrases = query.split(/\s+/).map(plain).filter(Boolean);
    if (!phrases.length) return (status.textContent = "");
    const wanted = [...new Set(phrases.flatMap(pairs))];
    if (!wanted.length) return (status.textContent = say.short);
    status.textContent = say.wait;
    try {
      /** @type {import("../shapes").TextYears} */
      const { chunk, years } = await load(`${say.texts}index.json`);
      const english = await englishNames(say.top);
      if (mine !== turn) return;
      const left = [...years]; // the newest first; an older year is asked only when the newer ones are read
      /** @type {{year: string, number: number}[]} */
      let waiting = [];
      let known = 0;
      let seen = 0;
      let shown = 0;
      const go = async () => {
        more.hidden = true;
        const end = seen + BATCH;
        while (seen < end) {
          if (!waiting.length) {
            const next = left.shift();
            if (!next) break;
            waiting = (await candidates(say.texts, next, wanted)).map((number) => ({ year: next.year, number }));
            known += waiting.length;
            if (mine !== turn) return;
            continue;
          }
          const some = waiting.splice(0, Math.min(AT_ONCE, end - seen));
          const texts = await Promise.all(
            some.map(async ({ year, number }) => {
              const text = await entry(say.texts, chunk, year, number);
              return { text, sections: await read(`${placeOf(say.top, text[0])}${text[1]}/`) };
            }),
          );
          if (mine !== turn) return;
          for (const { text, sections } of texts) {
            const found = passages(sections, phrases);
            if (found && ++shown) list.append(result(text, found, say, english.get(text[0])));
          }
          seen += some.length;
        }
        const isDone = !waiting.length && !left.length;
        status.textContent = tell(shown, seen, known, left[0]?.year ?? "", isDone);
        more.hidden = isDone;
      };
      more.onclick = () => go().catch(fail);
      await go();
    } catch (error) {
      fail(error);
    }
    /** @param {unknown} error */
    function fail(error) {
      if (mine !== turn) return;
      status.textContent = say.failed;
      console.warn(error);
    }
    form.dataset.done = query;
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const address = new URL(location.href);
    address.search = input.value.trim() ? `?q=${encodeURIComponent(input.value.trim())}` : "";
    if (address.href !== location.href) history.pushState(null, "", address);
    look(input.value);
  });
  const restore = () => {
    input.value = new URL(location.href).searchParams.get("q") ?? "";
    look(input.value);
  };
  addEventListener("popstate", restore);
  restore();
}
