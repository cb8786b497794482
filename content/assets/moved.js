// @ts-check
// A page that is elsewhere now: go there, to the same place on it. Without scripts the page itself does, a second later and to its top.
(() => {
  const link = /** @type {HTMLMetaElement | null} */ (document.querySelector("meta[http-equiv=refresh]"));
  const found = link && /url=(.*)$/.exec(link.content);
  if (found) location.replace(found[1] + location.search + location.hash);
})();
