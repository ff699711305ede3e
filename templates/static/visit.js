"use strict";
// Marks what is new since the last visit, once a reader has asked for it: the
// addresses that were seen are kept in this browser and nowhere else.
(() => {
  const box = document.getElementById("visit"), store = "offenlage-besuch";
  const { on, off, fresh, none } = box.dataset;
  const links = [...document.querySelectorAll("main .entries a.entry-title")], seen = links.map(a => a.getAttribute("href"));
  const read = () => {
    try {
      return JSON.parse(localStorage.getItem(store));
    } catch {
      return null;
    }
  };
  const write = list => {
    try {
      if (list) localStorage.setItem(store, JSON.stringify(list.slice(0, 500)));
      else localStorage.removeItem(store);
    } catch {} // a browser that keeps nothing
  };
  const button = box.querySelector("button"), note = box.querySelector("span");
  const show = () => { button.textContent = read() ? off : on; };
  const known = read();
  if (known) {
    let n = 0;
    for (const a of links) {
      if (known.includes(a.getAttribute("href"))) continue;
      n++;
      const mark = document.createElement("strong");
      mark.className = "fresh";
      mark.textContent = fresh;
      a.append(" ", mark);
    }
    note.textContent = n ? "" : none;
    write([...new Set([...seen, ...known])]);
  }
  button.addEventListener("click", () => {
    write(read() ? null : seen);
    note.textContent = "";
    for (const mark of document.querySelectorAll("main .fresh")) mark.remove();
    show();
  });
  show();
  box.hidden = false;
})();
