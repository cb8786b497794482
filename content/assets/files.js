// @ts-check
// What a reader takes away: a text or a picture as a file, and an SVG as pixels.
import { make } from "./dom.js";

/**
 * @param {BlobPart} content
 * @param {string} type as in image/png
 * @param {string} name of the file
 */
export function save(content, type, name) {
  const link = make("a", { href: URL.createObjectURL(new Blob([content], { type })), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
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
