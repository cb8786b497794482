// @ts-check
// Files of the site, each fetched once however often it is asked for; one that did not come is asked for again the next time.

/** @type {Map<string, Promise<any>>} */
const asked = new Map();

/** @param {Response} answer */
const asJson = (answer) => answer.json();

/**
 * @template [T=any]
 * @param {string} address
 * @param {(answer: Response) => Promise<T>} [take] what is made of the answer; JSON unless something else is said (content/assets/schemas/site.json)
 * @returns {Promise<T>} rejected with the status and the address where there is no such file
 */
export function load(address, take = asJson) {
  const known = asked.get(address);
  if (known) return known;
  const answer = fetch(address).then((response) => (response.ok ? take(response) : Promise.reject(new Error(`${response.status} ${address}`))));
  answer.catch(() => asked.delete(address));
  asked.set(address, answer);
  return answer;
}

/** @param {Response} answer */
export const asText = (answer) => answer.text();

/** @param {Response} answer */
export const asPage = async (answer) => new DOMParser().parseFromString(await answer.text(), "text/html");

/**
 * Where a body's pages and files are: below the root of the site, or, where one site is several, in that of its province.
 * @param {string} root of this language, as seen from the page
 * @param {string} id
 */
export function placeOf(root, id) {
  const name = document.documentElement.dataset.sites;
  const province = name && /^\d\d/.exec(id);
  const own = `agencies/${encodeURIComponent(id)}/`;
  if (!province) return root + own;
  const isEnglish = new URL(root, location.href).pathname.endsWith("/en/");
  return `${root}${isEnglish ? "../" : ""}../${name}-${province[0]}/${isEnglish ? "en/" : ""}${own}`;
}
