// Theme, contents, search and map of a site made by lsdsl docs. Everything can be read without it.
(function () {
  "use strict";
  var root = document.documentElement;
  root.classList.add("js");

  function stored(value) {
    try {
      if (value) localStorage.setItem("lsdsl-theme", value);
      return localStorage.getItem("lsdsl-theme");
    } catch (error) {
      return value || null; // private windows have no storage; the theme then lasts as long as the page
    }
  }
  function isDark() {
    return (root.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
  }
  var chosen = stored();
  if (chosen === "dark" || chosen === "light") root.dataset.theme = chosen;

  function theme() {
    var button = document.getElementById("theme");
    function tell() { button.textContent = isDark() ? "Light" : "Dark"; }
    button.addEventListener("click", function () {
      root.dataset.theme = isDark() ? "light" : "dark";
      stored(root.dataset.theme);
      tell();
    });
    tell();
  }

  function menu() {
    var button = document.getElementById("menu"), nav = document.getElementById("contents");
    button.addEventListener("click", function () {
      button.setAttribute("aria-expanded", String(nav.classList.toggle("open")));
    });
    nav.addEventListener("click", function (event) {
      if (event.target.closest("a")) {
        nav.classList.remove("open");
        button.setAttribute("aria-expanded", "false");
      }
    });
  }

  function search() {
    var field = document.getElementById("search"), list = document.getElementById("results"), at = -1;
    function found(words) {
      return (window.lsdslIndex || []).map(function (entry) {
        var title = entry.t.toLowerCase(), all = (title + " " + entry.k + " " + entry.s).toLowerCase(), rank = 0;
        for (var i = 0; i < words.length; i++) {
          if (all.indexOf(words[i]) < 0) return null;
          rank += title.indexOf(words[i]) === 0 ? 0 : title.indexOf(words[i]) > 0 ? 1 : 3;
        }
        return { entry: entry, rank: rank };
      }).filter(Boolean).sort(function (one, two) { return one.rank - two.rank; }).slice(0, 30);
    }
    function show() {
      var words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
      list.textContent = "";
      at = -1;
      list.hidden = !words.length;
      field.setAttribute("aria-expanded", String(!list.hidden));
      field.removeAttribute("aria-activedescendant");
      if (!words.length) return;
      var results = found(words);
      results.forEach(function (one, number) {
        var item = document.createElement("li"), link = document.createElement("a"), more = document.createElement("small");
        item.id = "result-" + number;
        item.setAttribute("role", "option");
        link.href = one.entry.h;
        link.tabIndex = -1;
        link.textContent = one.entry.t;
        more.textContent = one.entry.k + (one.entry.s ? " \u00b7 " + (one.entry.s.length > 150 ? one.entry.s.slice(0, 149) + "\u2026" : one.entry.s) : "");
        link.appendChild(more);
        item.appendChild(link);
        list.appendChild(item);
      });
      if (!results.length) {
        var none = document.createElement("li");
        none.className = "none";
        none.textContent = "Nothing found.";
        list.appendChild(none);
      }
    }
    function close() {
      list.hidden = true;
      field.setAttribute("aria-expanded", "false");
    }
    function move(step) {
      var items = list.querySelectorAll("[role=option]");
      if (!items.length) return;
      if (at >= 0) items[at].removeAttribute("aria-selected");
      at = (at + step + items.length) % items.length;
      items[at].setAttribute("aria-selected", "true");
      items[at].scrollIntoView({ block: "nearest" });
      field.setAttribute("aria-activedescendant", items[at].id);
    }
    field.addEventListener("input", show);
    field.addEventListener("focus", function () { if (field.value) show(); });
    field.addEventListener("keydown", function (event) {
      if (event.key === "ArrowDown") { event.preventDefault(); move(1); }
      else if (event.key === "ArrowUp") { event.preventDefault(); move(at < 0 ? 0 : -1); }
      else if (event.key === "Escape") { field.value = ""; close(); }
      else if (event.key === "Enter") {
        var link = list.querySelectorAll("[role=option] a")[Math.max(at, 0)];
        if (link) { event.preventDefault(); location.href = link.href; close(); }
      }
    });
    document.addEventListener("click", function (event) { if (!event.target.closest(".search")) close(); });
    document.addEventListener("keydown", function (event) {
      if (event.key === "/" && !/^(INPUT|TEXTAREA)$/.test(document.activeElement.tagName)) { event.preventDefault(); field.focus(); }
    });
  }

  function map() {
    var picture = document.querySelector("svg.map");
    if (!picture) return;
    function point(node) {
      picture.classList.toggle("pointed", !!node);
      picture.querySelectorAll(".near").forEach(function (one) { one.classList.remove("near"); });
      if (!node) return;
      var near = {};
      near[node.dataset.node] = true;
      picture.querySelectorAll(".edge").forEach(function (edge) {
        if (edge.dataset.from === node.dataset.node || edge.dataset.to === node.dataset.node) {
          edge.classList.add("near");
          near[edge.dataset.from] = near[edge.dataset.to] = true;
        }
      });
      picture.querySelectorAll(".node").forEach(function (one) { one.classList.toggle("near", !!near[one.dataset.node]); });
    }
    function pointed(event) { point(event.target.closest ? event.target.closest(".node") || (event.target.querySelector && event.type === "focusin" ? event.target.querySelector(".node") : null) : null); }
    picture.addEventListener("mouseover", pointed);
    picture.addEventListener("focusin", pointed);
    picture.addEventListener("mouseleave", function () { point(null); });
    picture.addEventListener("focusout", function () { point(null); });
  }

  document.addEventListener("DOMContentLoaded", function () { theme(); menu(); search(); map(); });
})();
