"use strict";
// The page: it keeps the question in the address, shows what the engine
// finds, and fetches the passages from the papers' own pages.
if (globalThis.document) (() => {
  const $ = id => document.getElementById(id), form = $("search-form"), input = $("search-q");
  const { base, private: hidden, lang, words: say, parameters, lists } = JSON.parse(form.dataset.say);
  const facets = ["committee", "topic", "kind", "faction", "outcome", "state", "votes"], perPage = 10;
  const number = n => n.toLocaleString(lang);
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const el = (tag, attributes = {}, ...children) => {
    const e = document.createElementNS(/^(svg|rect)$/.test(tag) ? "http://www.w3.org/2000/svg" : "http://www.w3.org/1999/xhtml", tag);
    for (const [k, v] of Object.entries(attributes)) {
      if (typeof v === "function") e.addEventListener(k, v);
      else if (v || v === 0) e.setAttribute(k, v);
    }
    e.append(...children.filter(Boolean));
    return e;
  };
  const button = (id, text, click) => el("button", { type: "button", class: "quiet", id, click }, text);
  const day = n => n ? new Date(Math.floor(n / 10000), Math.floor(n / 100) % 100 - 1, n % 100).toLocaleDateString(lang, { dateStyle: "long" }) : "";
  const flag = state => { document.documentElement.dataset.search = state; };

  // --- Files -------------------------------------------------------------
  const failure = (kind, path) => ({ kind, path });
  const load = async (path, again) => {
    if (!("DecompressionStream" in window)) throw failure("old-browser");
    let answer;
    try {
      answer = await fetch(`${base}search/${path}`, { cache: again ? "reload" : "default", credentials: "same-origin" });
    } catch {
      throw failure("offline", path);
    }
    if (!answer.ok) throw failure("missing", path);
    let bytes;
    try {
      bytes = new Uint8Array(await answer.arrayBuffer());
    } catch {
      throw failure("broken", path);
    }
    // A host that says "Content-Encoding: gzip" has the browser inflate it.
    if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
    try {
      return new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer());
    } catch {
      throw failure("broken", path);
    }
  };
  const search = OffenlageSearch(load);

  // --- The question and its address ----------------------------------------
  const read = text => {
    const p = new URLSearchParams(text), filters = {};
    for (const f of facets) if (p.has(parameters[f])) filters[f] = p.getAll(parameters[f]);
    const year = /^(\d{4})(?:\.\.(\d{4}))?$/.exec(p.get(parameters.year) || "");
    if (year) filters.year = [+year[1], +(year[2] || year[1])];
    const sort = p.get(parameters.sort);
    return { q: (p.get("q") || "").slice(0, 300), filters, sort: sort === parameters.new ? "new" : sort === parameters.old ? "old" : "",
      page: Math.min(100, Math.max(1, parseInt(p.get(parameters.page), 10) || 1)) };
  };
  const write = ({ q, filters, sort, page }) => {
    const p = new URLSearchParams();
    if (q) p.set("q", q);
    for (const f of facets) for (const v of filters[f] || []) p.append(parameters[f], v);
    if (filters.year) p.set(parameters.year, filters.year[0] === filters.year[1] ? filters.year[0] : filters.year.join(".."));
    if (sort) p.set(parameters.sort, parameters[sort]);
    if (page > 1) p.set(parameters.page, page);
    return p.toString();
  };
  const here = () => read(location.hash.length > 1 && /[#&]\w+=/.test(location.hash) ? location.hash.slice(1) : location.search);
  const address = question => {
    const text = write(question);
    return location.pathname + (text ? (hidden ? "#" : "?") + text : "");
  };
  let question = here(), turn = 0, waiting;
  const go = (change, push) => {
    question = { ...question, page: 1, ...change };
    history[push ? "pushState" : "replaceState"](null, "", address(question));
    return run(!push);
  };
  // link narrows or widens the answer: it can be opened elsewhere, too.
  const link = (change, attributes, ...children) => el("a", { href: address({ ...question, page: 1, ...change }), ...attributes, click: e => {
    if (e.ctrlKey || e.metaKey || e.shiftKey) return;
    e.preventDefault();
    go(change, true);
  } }, ...children);

  // --- What is shown -------------------------------------------------------
  const badge = state => {
    const e = $("search-badges").content.querySelector(`[data-state="${state}"] > *`);
    return e ? e.cloneNode(true) : "";
  };
  const spaced = list => list.filter(Boolean).flatMap(text => [el("span", {}, text), " "]);
  const marked = parts => parts.map(([text, hit]) => hit ? el("mark", {}, text) : text);
  const result = (card, terms, fresh) => {
    const excerpt = el("p", { class: "excerpt" }, ...marked(search.marked(card.teaser, terms)));
    const item = el("li", { class: "entry hit" },
      el("h2", { class: "entry-title" }, el("a", { href: base + card.path }, ...marked(search.marked(card.title, terms))), fresh ? " " : "", fresh ? el("strong", { class: "fresh" }, say.fresh) : ""),
      el("p", { class: "meta" }, ...spaced([card.reference, day(card.day), card.kind, card.committee, card.decided && fill(say.decided, { day: day(card.decided) }), card.who])),
      excerpt, el("div", { class: "entry-result" }, badge(card.state)));
    return { item, excerpt, card };
  };
  const notes = answer => {
    const out = answer.notes.filter(n => say[n.kind]).map(n => fill(say[n.kind], { word: n.word, n: n.count, words: [].concat(n.words || "").join(", "),
      shown: (n.shown || []).map(s => "„" + s + "“").join(n.kind === "split" || n.kind === "also" ? say.plus : say.and) }));
    if (!answer.asked && question.q.trim() && !out.length) out.push(say.nothing);
    return [...new Set(out)];
  };
  const status = text => { $("search-status").textContent = text; };
  const show = (results, registers) => {
    $("search-results").hidden = !results;
    $("search-registers").hidden = !registers;
    $("search-saved").hidden = results || !saved().length;
  };

  const run = async typing => {
    const mine = ++turn, asked = question;
    clearTimeout(waiting);
    const empty = !asked.q.trim() && !Object.keys(asked.filters).length;
    document.title = fill(asked.q.trim() ? say.title : "{q}", { q: asked.q.trim() || plainTitle });
    if (empty) {
      show(false, true);
      listSaved();
      flag("empty");
      return;
    }
    flag("busy");
    const slow = setTimeout(() => {
      if (mine === turn) {
        show(true, false);
        status(say.loading);
      }
    }, 300);
    try {
      const answer = await search.query({ ...asked, typing });
      const cards = await search.cards(answer.docs.slice(0, asked.page * perPage));
      if (mine !== turn) return;
      clearTimeout(slow); // passages may take longer
      draw(answer, cards);
      flag("done");
      filters(answer, mine);
      await excerpts(answer, mine);
      if (mine === turn) flag("excerpts");
    } catch (e) {
      if (mine !== turn) return;
      show(true, true);
      for (const id of ["notes", "list", "more", "filters"]) $("search-" + id).replaceChildren();
      status(fill(say[e.kind] || say.failed, { path: "search/" + (e.path || "") }));
      flag("error");
      if (!e.kind) console.error(e);
    } finally {
      clearTimeout(slow);
    }
  };
  let shown = [];
  const draw = (answer, cards) => {
    const known = knownFor(question), all = answer.docs.length;
    show(true, !all);
    const count = answer.exact, text = notes(answer);
    status(count ? fill(answer.capped ? say.over : count === 1 ? say.one : say.many, { n: number(count) }) : all ? say["partly-none"] : say.none);
    $("search-notes").replaceChildren(...text.map(t => el("li", {}, t)));
    shown = cards.map(c => result(c, answer.marks, known && !known.has(c.path)));
    const items = shown.map(r => r.item);
    if (all > count && cards.length > count) items.splice(count, 0, el("li", { class: "partly" }, say.partly));
    $("search-list").replaceChildren(...items);
    const left = Math.min(perPage, all - cards.length);
    $("search-more").replaceChildren(left > 0 ? link({ page: question.page + 1 }, {}, fill(say.more, { n: left })) : "");
  };

  // --- Narrowing -------------------------------------------------------------
  const filters = async (answer, mine) => {
    const wide = matchMedia("(min-width: 62rem)").matches, panel = $("search-facets");
    if (!panel.open && !wide) {
      panel.ontoggle = () => { if (panel.open) filters(answer, turn); };
      return;
    }
    const columns = await Promise.all(facets.map(f => search.counts(answer, f))).catch(() => null);
    if (!columns || mine !== turn) return;
    const box = $("search-filters"), focused = document.activeElement && document.activeElement.id;
    const children = [sorting(), histogram(answer)];
    facets.forEach((f, i) => {
      const chosen = question.filters[f] || [], values = columns[i];
      for (const key of chosen) if (!values.some(v => v.key === key)) values.push({ key, label: key, count: 0 });
      if (values.length < 2 && !chosen.length) return;
      values.sort((a, b) => chosen.includes(b.key) - chosen.includes(a.key));
      const items = values.map(v => el("li", {}, el("label", {}, el("input", { type: "checkbox", id: `f-${f}-${v.key}`, checked: chosen.includes(v.key),
        change: e => go({ filters: { ...question.filters, [f]: e.target.checked ? [...chosen, v.key] : chosen.filter(k => k !== v.key) } }, true) }),
      el("span", {}, v.label)), el("span", { class: "count" }, number(v.count))));
      children.push(el("fieldset", {}, el("legend", {}, say[f]), el("ul", {}, ...items.splice(0, Math.max(6, chosen.length))),
        items.length ? el("details", {}, el("summary", {}, fill(say["all-values"], { n: items.length })), el("ul", {}, ...items)) : ""));
    });
    if (Object.keys(question.filters).length) children.push(el("p", {}, link({ filters: {} }, {}, say.reset)));
    const own = Object.keys(lists).find(f => (question.filters[f] || []).length === 1);
    children.push(keeping(answer), el("p", {}, el("a", { href: base + (own ? lists[own] + question.filters[own][0] + "/" : "") + "feed.xml" }, say.feed)));
    box.replaceChildren(...children.filter(Boolean));
    if (focused && $(focused)) $(focused).focus({ preventScroll: true });
  };
  const sorting = () => el("p", {}, el("label", {}, say.sort + " ", el("select", { id: "sort", change: e => go({ sort: e.target.value }, true) },
    ...["", "new", "old"].map(key => el("option", { value: key, selected: question.sort === key }, say[key || "relevance"])))));
  // A year narrows to itself, another one widens to all between, and the same
  // one again takes the range away.
  const histogram = answer => {
    const years = search.years(answer), most = Math.max(...years.map(y => y.count), 1), chosen = question.filters.year;
    if (years.length < 2) return "";
    return el("fieldset", { class: "years" }, el("legend", {}, say.year), el("ol", {}, ...years.map(({ year, count }) => {
      const within = chosen && year >= chosen[0] && year <= chosen[1], filters = { ...question.filters, year: chosen && !within ? [Math.min(year, chosen[0]), Math.max(year, chosen[1])] : [year, year] };
      if (within && chosen[0] === chosen[1]) delete filters.year;
      const height = Math.round(30 * count / most);
      return el("li", {}, link({ filters }, { "aria-current": within && "true", id: "y-" + year },
        el("svg", { viewBox: "0 0 10 30", preserveAspectRatio: "none", "aria-hidden": "true" }, el("rect", { y: 30 - height, width: 10, height })),
        el("span", { class: "year" }, String(year)), " ", el("span", { class: "count" }, number(count))));
    })));
  };

  // --- Passages ----------------------------------------------------------------
  const pages = new Map(), tidy = text => text.replace(/\s+/g, " ").trim();
  const blocks = card => {
    if (!pages.has(card.path)) {
      pages.set(card.path, fetch(base + card.path, { priority: "low" }).then(a => a.ok ? a.text() : "").then(html => {
        const doc = new DOMParser().parseFromString(html, "text/html");
        const main = doc.querySelector("[data-pagefind-body]") || doc.body;
        for (const e of main.querySelectorAll("aside, nav, h1, .kicker, .status, .cite, .anchor, svg")) e.remove();
        return [...main.querySelectorAll("p, li, td, th, h2, h3, h4, dd, pre")].filter(e => !e.querySelector("p, li, td, pre")).map(e => tidy(e.textContent));
      }));
    }
    return pages.get(card.path);
  };
  const attachment = (answer, card) => {
    const i = card.texts.indexOf(answer.annex.get(card.doc));
    return i < 0 || i % 2 ? null : fetch(card.texts[i + 1], { priority: "low" }).then(a => a.ok ? a.text() : "").then(t => t.split(/\n\s*\n/).map(tidy));
  };
  const excerpts = (answer, mine) => {
    const connection = navigator.connection;
    if (!answer.marks.length || connection && connection.saveData) return;
    return Promise.all(shown.map(async ({ excerpt, card }) => {
      try {
        const found = await (attachment(answer, card) || blocks(card));
        const passage = search.passage(found, answer.marks);
        if (mine === turn && passage) excerpt.replaceChildren(...marked(passage.parts));
      } catch {} // the first words of the resolution stay
    }));
  };

  // --- Saved searches: in this browser, and only when asked for -----------------
  const store = "offenlage-suchen";
  const saved = () => {
    try {
      return JSON.parse(localStorage.getItem(store)) || [];
    } catch {
      return [];
    }
  };
  const keep = list => {
    try {
      if (list.length) localStorage.setItem(store, JSON.stringify(list));
      else localStorage.removeItem(store);
      return true;
    } catch {
      return false;
    }
  };
  const same = question => write({ ...question, page: 1 });
  let visited; // what was known before this visit
  const knownFor = question => {
    const entry = saved().find(s => s.address === same(question));
    if (!entry) return null;
    if (!visited || visited.address !== entry.address) visited = { address: entry.address, known: new Set(entry.known) };
    return visited.known;
  };
  const newest = async answer => (await search.cards([...answer.docs.slice(0, answer.exact)].sort((a, b) => b - a).slice(0, 100))).map(c => c.path);
  const remember = async answer => {
    const entry = { address: same(question), q: question.q, known: await newest(answer) };
    return keep([entry, ...saved().filter(s => s.address !== entry.address)].slice(0, 50));
  };
  const forget = address => keep(saved().filter(s => s.address !== address));
  const keeping = answer => {
    const kept = saved().some(s => s.address === same(question)), told = el("span", { role: "status", class: "note" });
    if (kept) remember(answer); // seen now; what was new stays marked until the page is left
    return el("p", {}, button("keep", kept ? say.forget + ": " + say.save : say.save, async () => {
      if (kept) forget(same(question));
      told.textContent = kept ? "" : await remember(answer) ? say.saved : say.unsaved;
    }), " ", told);
  };
  const listSaved = () => {
    const list = saved();
    $("search-saved").hidden = !list.length;
    $("search-saved-list").replaceChildren(...list.map(entry => {
      const target = read(entry.address), fresh = el("span", { class: "count" });
      search.query(target).then(newest).then(paths => {
        const n = paths.filter(p => !entry.known.includes(p)).length;
        if (n) fresh.textContent = fill(say["fresh-count"], { n });
      }).catch(() => {});
      return el("li", {}, link(target, {}, entry.q || entry.address), " ", fresh, " ", button("", say.forget, () => { forget(entry.address); listSaved(); }));
    }));
  };

  // --- Begin ---------------------------------------------------------------------
  const plainTitle = document.title;
  form.addEventListener("submit", e => {
    e.preventDefault();
    go({ q: input.value }, true);
  });
  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => go({ q: input.value }, false), 250);
  });
  const again = () => {
    question = here();
    if (document.activeElement !== input || input.value.trim() !== question.q.trim()) input.value = question.q;
    run(false);
  };
  addEventListener("popstate", again);
  addEventListener("hashchange", again);
  if (input.value && !question.q) question.q = input.value; // what was typed before the script came
  again();
})();
