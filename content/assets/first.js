// Before anything is painted: the reader's scheme; and the reader's language, only for who enters at the front door.
(() => {
  "use strict";
  const { other, twin } = document.currentScript.dataset;
  document.documentElement.classList.replace("no-js", "js");
  let kept = null;
  try {
    kept = localStorage.getItem("gongkai.scheme");
  } catch {
    // a private window: as the system has it
  }
  const scheme = kept || (matchMedia("(prefers-color-scheme: dark)").matches ? "slate" : "default");
  new MutationObserver((_, observer) => {
    if (!document.body) return;
    observer.disconnect();
    document.body.setAttribute("data-md-color-scheme", scheme);
  }).observe(document.documentElement, { childList: true });
  if (!twin) return;
  try {
    const language = localStorage.getItem("gongkai.language");
    const entered = sessionStorage.getItem("gongkai.entered");
    sessionStorage.setItem("gongkai.entered", "1");
    if (language === other && !entered && !document.referrer.startsWith(location.origin)) location.replace(twin + location.hash);
  } catch {
    // no storage: stay on this page
  }
})();
