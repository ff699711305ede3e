"use strict";
// Where a city wants questions kept from its server, the box on every page
// leads to the search page with the question behind "#".
for (const form of document.querySelectorAll("form.site-search")) {
  form.addEventListener("submit", event => {
    event.preventDefault();
    location.href = form.action + "#" + new URLSearchParams({ q: form.querySelector("input").value });
  });
}
