// @ts-check
// Which bodies a query means. Pure functions, no page: tests run them in the browser as they stand.
//
// A query is tried in steps, and the first step that finds anything is the answer, so that a precise query is never diluted:
//   1 the query, blanks taken out, is a part of a name, or, in Latin letters, of how it sounds (from the start of a syllable)
//   2 every blank-separated word of it is
//   3 its letters are the first letters of neighbouring syllables (czj)
//   4 the same, or how it sounds, of the name as it is spoken: 宿迁财政局 (sqczj), 石狮政府 (sszf)
//   5 its characters stand in a name in that order, with others between ("石狮财政局"); said to be similar, not the same

/**
 * @typedef {{text: string, tail: boolean[], syllables: string[], ahead: number}} Name one of a body's names; tail: which syllables nobody begins with;
 *   ahead: how many characters of its region, in full, the name leaves out
 * @typedef {{id: string, years: string, region: string, name: string, english: string, isGovernment: boolean, names: Name[]}} Named
 * @typedef {{bodies: Named[], twins: Map<string, string>}} Prepared twins: traditional characters → the simplified ones that names have
 */

const LATIN = /^[a-z]+$/;

/** @param {string} text */
export function normalise(text) {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/ü/g, "v")
    .replace(/['’·.,，。、-]+/g, " ")
    .trim();
}

/**
 * @param {import("../shapes").Names} index
 * @param {import("../shapes").EnglishNames} [english] the names in English, for who reads those
 * @returns {Prepared}
 */
export function prepare(index, english = []) {
  const pairs = [...index.twins];
  const twins = new Map(pairs.filter((_, at) => at % 2 === 0).map((c, at) => [c, pairs[2 * at + 1]]));
  const bodies = index.bodies.map(([id, years, region, ...names], at) => ({
    id,
    years,
    region,
    name: names[0],
    english: english[at] ?? "",
    isGovernment: names[0].endsWith("人民政府"),
    names: [
      ...names.map((name, place) => {
        const characters = [...name];
        return {
          text: simplify(normalise(name).replace(/\s+/g, ""), twins),
          tail: tails(characters),
          ahead: leftOut(name, region),
          syllables: index.odd[at + ":" + place] || characters.map((c) => index.sounds[c] || c.toLowerCase()),
        };
      }),
      ...(english[at] ? [inWords(english[at])] : []),
    ],
  }));
  return { bodies, twins };
}

/**
 * An English name: words stand where a Chinese one has syllables.
 * @param {string} name
 * @returns {Name}
 */
function inWords(name) {
  const syllables = normalise(name)
    .split(/[^a-z0-9]+/)
    .filter(Boolean);
  return { text: syllables.join(""), tail: syllables.map(() => false), syllables, ahead: 0 };
}

/**
 * 6 of 石狮市商务局 in 福建省泉州市石狮市: names that say more of their region and names that say less are put in order alike.
 * @param {string} name
 * @param {string} region
 */
function leftOut(name, region) {
  for (let at = 0; at < region.length; at++) if (name.startsWith(region.slice(at))) return at;
  return 0;
}

/** @param {string} text @param {Map<string, string>} twins */
const simplify = (text, twins) => [...text].map((c) => twins.get(c) ?? c).join("");

// Nobody types the last syllable of a place without the place: "shishi" means 石狮, not the 市市 of 上海市市场监督管理局.
const DIVISION = /[省市县区盟旗镇乡]/;

/** @param {string[]} characters */
function tails(characters) {
  /** @type {boolean[]} */
  const found = [];
  characters.forEach((c, i) => found.push(i > 0 && DIVISION.test(c) && !found[i - 1])); // in 福州市市场 the first 市 only
  return found;
}

/**
 * Where in the syllables the letters begin: whole syllables, but the last may be cut short, as when typing; -1 if nowhere.
 * @param {Name} name
 * @param {string} letters
 */
function soundsAt({ syllables, tail }, letters) {
  for (let start = 0; start < syllables.length; start++) {
    if (tail[start]) continue;
    let rest = letters;
    for (let i = start; i < syllables.length; i++) {
      const s = syllables[i];
      if (rest.length <= s.length) {
        if (s.startsWith(rest)) return start;
        break;
      }
      if (!rest.startsWith(s)) break;
      rest = rest.slice(s.length);
    }
  }
  return -1;
}

/** @param {Name} name @param {string[]} words */
function syllablesAt({ syllables, tail }, words) {
  for (let start = 0; start + words.length <= syllables.length; start++) {
    if (!tail[start] && words.every((w, i) => (i < words.length - 1 ? syllables[start + i] === w : syllables[start + i].startsWith(w)))) return start;
  }
  return -1;
}

/** @param {Name} name @param {string} word */
function partAt(name, word) {
  return LATIN.test(word) ? soundsAt(name, word) : name.text.indexOf(word);
}

/** @param {Name} name @param {string[]} words */
function wordsAt(name, words) {
  const found = words.map((w) => partAt(name, w));
  return found.includes(-1) ? -1 : Math.min(...found);
}

/**
 * Where in a name as people say it the letters begin, -1 if nowhere: the 市 and 县 that nobody begins with may be left out, and the 人民 of a government.
 * @param {Name} name
 * @param {string} letters
 * @param {(syllable: string, rest: string) => number} taken how many of the letters a syllable stands for
 */
function spokenAt({ text, syllables, tail }, letters, taken) {
  const people = text.indexOf("人民政府");
  const isLeftOut = (/** @type {number} */ at) => tail[at] || (people >= 0 && (at === people || at === people + 1));
  /** @type {(at: number, rest: string) => boolean} */
  const goesOn = (at, rest) => {
    if (!rest || at === syllables.length) return !rest;
    const count = taken(syllables[at], rest);
    return (count > 0 && goesOn(at + 1, rest.slice(count))) || (isLeftOut(at) && goesOn(at + 1, rest));
  };
  return syllables.findIndex((_, at) => !isLeftOut(at) && goesOn(at, letters));
}

const initial = (/** @type {string} */ syllable, /** @type {string} */ rest) => Number(rest[0] === syllable[0]);
const sound = (/** @type {string} */ syllable, /** @type {string} */ rest) =>
  rest.startsWith(syllable) ? syllable.length : syllable.startsWith(rest) ? rest.length : 0;

/** @param {Name} name @param {string} letters */
function initialsAt(name, letters) {
  return name.syllables
    .map((s) => s[0])
    .join("")
    .indexOf(letters);
}

/** @param {Name} name @param {string[]} characters */
function scatteredAt(name, characters) {
  let at = -1;
  let first = -1;
  for (const c of characters) {
    at = name.text.indexOf(c, at + 1);
    if (at < 0) return -1;
    if (first < 0) first = at;
  }
  return first;
}

/**
 * The best of a body's names under one way of looking, the shown name before its other names; null if none.
 * @param {Named} body
 * @param {(name: Name) => number} look
 */
function best(body, look) {
  for (let i = 0; i < body.names.length; i++) {
    const at = look(body.names[i]);
    if (at >= 0) return { body, at: at + body.names[i].ahead, other: i > 0 ? i : 0, length: body.names[i].text.length };
  }
  return null;
}

/**
 * @typedef {{body: Named, at: number, other: number, length: number}} Fit
 * @param {Fit} a
 * @param {Fit} b
 */
function byFit(a, b) {
  const byPlace = Number(a.other > 0) - Number(b.other > 0) || a.at - b.at;
  const byKind = Number(b.body.isGovernment) - Number(a.body.isGovernment); // who names a place means its government before its bureaus
  return byPlace || byKind || a.length - b.length || (a.body.id < b.body.id ? -1 : 1);
}

/**
 * @param {Prepared} index as prepare gives it
 * @param {string} query
 * @returns {{hits: Named[], similar: boolean}} bodies in order, and whether they only resemble the query
 */
export function find({ bodies, twins }, query) {
  const words = simplify(normalise(query), twins).split(/\s+/).filter(Boolean);
  if (!words.length) return { hits: [], similar: false };
  const joined = words.join("");
  /** @type {((name: Name) => number)[]} */
  const steps = [];
  if (words.length > 1 && LATIN.test(joined)) steps.push((n) => syllablesAt(n, words));
  steps.push((n) => partAt(n, joined));
  if (words.length > 1) steps.push((n) => wordsAt(n, words));
  if (LATIN.test(joined) && joined.length > 1) {
    steps.push((n) => initialsAt(n, joined));
    steps.push((n) => Math.max(spokenAt(n, joined, initial), spokenAt(n, joined, sound)));
  }
  if (/^\d{4,6}$/.test(joined)) return { hits: bodies.filter((b) => b.id.startsWith(joined)), similar: false };
  for (const look of steps) {
    const found = bodies.map((b) => best(b, look)).filter((fit) => fit !== null);
    if (found.length) return { hits: found.sort(byFit).map((f) => f.body), similar: false };
  }
  const characters = [...joined];
  if (characters.length > 2 && !LATIN.test(joined)) {
    const found = bodies.map((b) => best(b, (n) => scatteredAt(n, characters))).filter((fit) => fit !== null);
    return { hits: found.sort(byFit).map((f) => f.body), similar: found.length > 0 };
  }
  return { hits: [], similar: false };
}
