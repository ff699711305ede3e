"use strict";
// Proposes a search for what the address was about: the number of a paper, or
// words.
(() => {
  const meant = document.getElementById("meant");
  const parts = decodeURIComponent(location.pathname).replace(/(index)?\.html?$/, "").split("/").filter(Boolean);
  let words = (parts.pop() || "").replace(/[-_+]+/g, " ").trim();
  if (/^\d+$/.test(words) && /^\d{4}$/.test(parts[parts.length - 1])) words = parts.pop() + " " + words; // …/2026/140
  const number = /^(?:\D*\s)?(\d{2,4}) (\d{1,6})((?: \d{1,3})?)$/.exec(words);
  if (number) words = number[1] + "/" + number[2] + number[3].replace(" ", "/");
  if (words.length < 3 || words.length > 80) return;
  const link = meant.querySelector("a");
  link.href = meant.dataset.search + ("private" in meant.dataset ? "#" : "?") + new URLSearchParams({ q: words });
  link.textContent = words;
  meant.hidden = false;
})();
