// @ts-check
// What a reader takes away: a text or a picture as a file, and an SVG as pixels.
import { make } from "./dom.js";

// the browsers within 微信, QQ, 微博, 支付宝, 钉钉, 飞书: most of them drop a file that a page makes, without a word
const IN_APP = /MicroMessenger|\bQQ\/|Weibo|AlipayClient|DingTalk|Lark\//i;

/** Say so beside what was pressed. */
function tell() {
  const press = document.activeElement;
  if (!press || press === document.body) return;
  const note = make("p", { className: "g-note g-in-app", role: "status" });
  document.querySelector(".g-in-app")?.remove();
  (press.closest("p, div") ?? press).after(note);
  note.textContent =
    document.documentElement.lang === "en"
      ? "No file? The browser within this app may not save what a page makes: open the page in a browser of its own, by the menu of the app. The files on the page of the data are saved anywhere."
      : "没有存下文件？应用里的浏览器往往存不了网页现做的文件，请用右上角的菜单在浏览器中打开本页再试；数据页上的文件不受影响。";
}

/**
 * @param {BlobPart} content
 * @param {string} type as in image/png
 * @param {string} name of the file
 */
export function save(content, type, name) {
  const link = make("a", { href: URL.createObjectURL(new Blob([content], { type })), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  if (IN_APP.test(navigator.userAgent)) tell();
}

/**
 * Drawn with the fonts of the reader's own machine, at twice the size.
 * @param {string} text of an SVG
 * @returns {Promise<Blob>}
 */
export async function toPng(text) {
  const source = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = source;
    await image.decode();
    const canvas = make("canvas", { width: image.naturalWidth * 2, height: image.naturalHeight * 2 });
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((done, fail) => canvas.toBlob((blob) => (blob ? done(blob) : fail(new Error("no picture"))), "image/png"));
  } finally {
    URL.revokeObjectURL(source);
  }
}
