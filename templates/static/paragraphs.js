"use strict";
// Offers a link to a paragraph when the pointer comes near it. The address of
// each also works without this.
document.addEventListener("pointerover", event => {
  const p = event.target.closest?.(".prose > p[id]");
  if (!p || p.querySelector(".anchor")) return;
  const link = document.createElement("a");
  link.className = "anchor";
  link.href = "#" + p.id;
  link.tabIndex = -1;
  link.textContent = "#";
  p.append(" ", link);
});
