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
