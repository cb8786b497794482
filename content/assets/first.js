// @ts-check
// Before anything is painted: the reader's scheme; and the reader's language, only for who enters at the front door. Written so that any
// browser can read it: it is also what says so where the scripts of the site do not run.
(function () {
  "use strict";
  var root = document.documentElement;
  var own = document.currentScript ? document.currentScript.dataset : {};
  root.className = root.className.replace("no-js", "js");

  /** @param {"localStorage" | "sessionStorage"} store @param {string} key */
  function take(store, key) {
    try {
      return window[store].getItem(key);
    } catch (error) {
      return null; // a private window: as the system has it
    }
  }

  var scheme =
    take("localStorage", "gongkai.scheme") || ("matchMedia" in window && matchMedia("(prefers-color-scheme: dark)").matches ? "slate" : "default");
  new MutationObserver(function (_, observer) {
    if (!document.body) return;
    observer.disconnect();
    document.body.setAttribute("data-md-color-scheme", scheme);
  }).observe(root, { childList: true });

  function tell() {
    var place = document.querySelector(".md-typeset");
    if (!place || document.querySelector(".g-old")) return;
    var note = document.createElement("p");
    note.className = "g-note g-old";
    note.setAttribute("role", "alert");
    note.textContent =
      root.lang === "en"
        ? "Searching, filtering and comparing do not run here: the browser is too old, or a script could not be loaded. The tables and the files to download are all there; lists are whole."
        : "查找、筛选、比较等功能在这里运行不了：浏览器太旧，或者脚本没有载入。各页的表格和数据文件都在，列表是完整的。";
    place.insertBefore(note, place.firstChild);
  }
  document.addEventListener("gongkai-old", tell);
  window.addEventListener("load", function () {
    if (document.querySelector('script[src$="assets/site.js"]') && !root.hasAttribute("data-started")) tell();
  });

  if (!own.twin) return;
  var entered = take("sessionStorage", "gongkai.entered");
  try {
    sessionStorage.setItem("gongkai.entered", "1");
  } catch (error) {
    return; // no storage: stay on this page
  }
  if (take("localStorage", "gongkai.language") === own.other && !entered && document.referrer.indexOf(location.origin) !== 0)
    location.replace(own.twin + location.hash);
})();
