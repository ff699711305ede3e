"use strict";
// The engine of the search page: it asks for a few files of the index, which
// docs/search.md describes, and ranks. It knows nothing of the page, so that
// tests can run it by itself. load(path, again) promises the inflated bytes
// of a file below "search/"; with again true it must not come from a cache.
const OffenlageSearch = load => {
  const links = ["", "s", "n", "en", "es", "er", "e", "ns"];
  const vowel = c => c !== undefined && c !== "" && "aeiouy".includes(c);

  // fold and stem are those of the program, letter for letter.
  const fold = word => {
    word = word.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replace(/ß/g, "ss").replace(/ς/g, "σ");
    let out = "";
    for (let i = 0; i < word.length; i++) {
      const c = word[i];
      out += c;
      if (word[i + 1] === "e" && (c === "a" || c === "o" || c === "u" && word[i - 1] !== "q" && !vowel(word[i - 1]))) i++;
    }
    return out;
  };
  const region = (w, i) => {
    while (i < w.length && !vowel(w[i])) i++;
    while (i < w.length && vowel(w[i])) i++;
    return Math.min(i + 1, w.length);
  };
  const stem = word => {
    if (word.length < 3 || /[^a-z]/.test(word)) return word;
    let w = word[0];
    for (let i = 1; i < word.length; i++) {
      const c = word[i];
      w += (c === "u" || c === "y") && vowel(w[i - 1]) && vowel(word[i + 1]) ? c.toUpperCase() : c;
    }
    let r1 = region(w, 0);
    const r2 = region(w, r1);
    r1 = Math.max(r1, 3);
    const ends = s => w.endsWith(s);
    const longest = list => list.split(" ").find(ends) || "";
    const cut = n => { w = w.slice(0, w.length - n); };
    const at = back => w[w.length - 1 - back] || "?";
    const within = (s, r) => s && w.length - s.length >= r;
    let s = longest("ern lns em er en es ln e s");
    if (within(s, r1)) {
      if (s === "em") { if (!ends("system")) cut(2); }
      else if (s === "s") { if ("bdfghklmnrt".includes(at(1))) cut(1); }
      else if (s === "ln" || s === "lns") cut(s.length - 1);
      else {
        cut(s.length);
        if (s[1] !== "r" && ends("niss")) cut(1);
      }
    }
    s = longest("est en er st");
    if (within(s, r1) && (s !== "st" || w.length >= 6 && "bdfghklmnt".includes(at(2)))) cut(s.length);
    s = longest("isch lich heit keit end ung ig ik");
    if (within(s, r2)) {
      if (s === "end" || s === "ung") {
        cut(3);
        if (ends("ig") && at(2) !== "e" && w.length - 2 >= r2) cut(2);
      } else if (s === "lich" || s === "heit") {
        cut(4);
        if ((ends("er") || ends("en")) && w.length - 2 >= r1) cut(2);
      } else if (s === "keit") {
        cut(4);
        s = longest("lich ig");
        if (within(s, r2)) cut(s.length);
      } else if (at(s.length) !== "e") cut(s.length);
    }
    return w.toLowerCase();
  };

  // --- Files -------------------------------------------------------------
  let manifest, word, longWord, joint, stopWords, numberWords;
  const kept = new Map();
  const problem = (kind, path) => ({ kind, path });
  const hash = text => {
    let h = 0x811c9dc5;
    for (const c of utf8(text)) h = Math.imul(h ^ c, 0x01000193) >>> 0;
    return (h ^ h >>> 15) >>> 0;
  };
  const utf8 = text => new TextEncoder().encode(text), text = bytes => new TextDecoder().decode(bytes);
  // A Reader goes through the bytes of a file.
  class Reader {
    constructor(bytes, at = 0) { this.bytes = bytes; this.at = at; }
    byte() {
      if (this.at >= this.bytes.length) throw problem("broken", "");
      return this.bytes[this.at++];
    }
    number() {
      let n = 0, scale = 1, b;
      do { b = this.byte(); n += (b & 127) * scale; scale *= 128; } while (b > 127);
      return n;
    }
    take(n) {
      if (this.at + n > this.bytes.length) throw problem("broken", "");
      return this.bytes.subarray(this.at, this.at += n);
    }
    stamp() { // whether the file numbers documents as the manifest does
      const last = this.number(), s = this.byte() | this.byte() << 8 | this.byte() << 16;
      if (s === 0) return true;
      if (last >= manifest.docs) return false;
      const block = Math.floor(last / manifest.block), full = Math.floor(manifest.docs / manifest.block);
      return s === (block < full ? manifest.stamps[block] : manifest.tail[last - full * manifest.block]);
    }
  }
  // file reads a file once with read(Reader). One that is broken, or that
  // comes from another build, is asked for again before it is given up.
  const file = (path, read, stamped = true) => {
    if (!kept.has(path)) {
      const attempt = async again => {
        const r = new Reader(await load(path + "?v=" + manifest.version, again));
        try {
          if (stamped && !r.stamp()) throw problem("stale", path);
          return read(r);
        } catch (e) {
          throw problem(e.kind || "broken", path);
        }
      };
      const p = attempt(false).catch(e => e.kind === "missing" || e.kind === "offline" ? Promise.reject(e) : attempt(true));
      p.catch(() => kept.delete(path));
      kept.set(path, p);
    }
    return kept.get(path);
  };
  const open = async () => {
    if (!manifest) {
      const m = JSON.parse(text(await load("index.json", true)));
      if (m.format !== 1) throw problem("stale", "index.json");
      const set = list => new Set(list.split(" "));
      [stopWords, numberWords] = [set(m.stopWords), set(m.numberWords)];
      word = new RegExp(`[${m.letters}]+`, "g");
      longWord = new RegExp(`[${m.letters}\\xad]+`, "g");
      joint = new RegExp(`([${m.letters}])[*:_](innen|in(?![${m.letters}]))`, "g");
      manifest = m;
    }
    return manifest;
  };
  const words = r => { // a row of words that share beginnings
    let last = "";
    return () => last = last.slice(0, r.byte()) + text(r.take(r.byte()));
  };

  // --- Lists -------------------------------------------------------------
  const list = bytes => {
    const docs = [], hits = [], annexes = [], r = new Reader(bytes);
    for (let doc = -1; r.at < bytes.length;) {
      docs.push(doc += r.number() + 1);
      const b = r.byte();
      hits.push(b & 63);
      annexes.push(b & 64 ? r.byte() : 0);
    }
    return { docs, hits, annexes };
  };
  const shard = n => file(`t/${n}.bin`, r => {
    const count = r.number(), dict = new Reader(r.take(r.number())), next = words(dict), out = new Map();
    for (let i = 0, inline = 0; i < count; i++) {
      const entry = { term: next(), df: dict.number(), cdf: dict.number() }, size = dict.number();
      if (size) {
        entry.exact = r.take(size - 1);
        entry.inside = r.take(dict.number());
        entry.inline = inline++;
      }
      out.set(entry.term, entry);
    }
    return out;
  });
  const lookup = async term => {
    const n = hash(term) & manifest.terms - 1, entry = (await shard(n)).get(term);
    if (!entry) return { term, df: 0, cdf: 0, exact: list([]), inside: list([]) };
    if (!entry.lists) {
      let { exact, inside } = entry;
      if (!exact) [exact, inside] = await file(`b/t-${term}.bin`, r => { const n = r.number(); return [r.take(n), r.take(r.bytes.length - r.at)]; });
      entry.lists = { exact: list(exact), inside: list(inside) };
    }
    return { term, shard: n, inline: entry.inline, df: entry.df, cdf: entry.cdf, ...entry.lists };
  };
  // places promises, for each document that holds the term, where.
  const places = async found => {
    const rows = (r, end) => {
      const out = new Map();
      for (let doc = -1; r.at < end;) {
        doc += r.number() + 1;
        const stop = r.number() + r.at, at = new Set();
        for (let p = 0; r.at < stop;) at.add(p += r.number());
        out.set(doc, at);
      }
      return out;
    };
    if (found.inline === undefined) return file(`q/t-${found.term}.bin`, r => rows(r, r.bytes.length));
    const all = await file(`p/${found.shard}.bin`, r => {
      const out = [];
      while (r.at < r.bytes.length) out.push(r.take(r.number()));
      return out;
    });
    return rows(new Reader(all[found.inline]), all[found.inline].length);
  };

  // --- Words that are not found -------------------------------------------
  const lexicon = (side, letters) => file(`${side}/${hash(letters) & manifest.lexicon - 1}.bin`, r => {
    const next = words(r), out = [];
    while (r.at < r.bytes.length) {
      const term = next(), weight = r.byte(), shown = text(r.take(r.byte()));
      out.push({ term, weight, shown: shown || term[0].toUpperCase() + term.slice(1) });
    }
    return out;
  }, false);
  // distance counts letters wrong, missing, too many or swapped; more than
  // most is not told apart.
  const distance = (a, b, most) => {
    if (Math.abs(a.length - b.length) > most) return most + 1;
    let before, last = [], row = Array.from({ length: b.length + 1 }, (_, j) => j);
    for (let i = 1; i <= a.length; i++) {
      [before, last, row] = [last, row, [i]];
      let least = i;
      for (let j = 1; j <= b.length; j++) {
        let d = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) d = Math.min(d, before[j - 2] + 1);
        row[j] = d;
        least = Math.min(least, d);
      }
      if (least > most) return most + 1;
    }
    return row[b.length];
  };
  // instead proposes what an unknown word may have been meant as: endings
  // still to be typed, a slip of one letter, parts of a compound, two slips.
  const instead = async (folded, typing) => {
    const stemmed = stem(folded);
    if (/[^a-z]/.test(folded) || folded.length < 3) return null;
    const front = await lexicon("f", folded.slice(0, 3)), last = () => lexicon("r", stemmed.slice(-3));
    const byWeight = (a, b) => b.weight - a.weight || (a.term < b.term ? -1 : 1);
    if (typing) {
      const longer = front.filter(e => e.term.startsWith(folded)).sort(byWeight).slice(0, 4);
      if (longer.length) return { kind: "begun", entries: longer };
    }
    const most = folded.length < 8 ? 1 : 2, near = new Map();
    const weigh = e => {
      if (Math.abs(e.term.length - stemmed.length) > 5 || near.has(e.term)) return;
      let d = distance(stemmed, e.term, most);
      // Where the slip hides the ending from the stemmer, up to five letters
      // at the end are let go.
      for (let cut = 1; cut <= 4 && folded.length - cut >= 5 && d > 1; cut++) d = Math.min(d, distance(folded.slice(0, -cut), e.term, 1) + cut / 4);
      d = Math.min(d, distance(folded, e.term, most));
      if (d > 0 && d <= most + 1) near.set(e.term, { ...e, d });
    };
    front.forEach(weigh);
    if (![...near.values()].some(e => e.d <= 1)) (await last()).forEach(weigh);
    // A word of the same beginning and length is likelier than any other.
    const cost = e => e.d - e.weight / 200 + (e.term[0] === folded[0] ? 0 : 0.3) + Math.abs(e.term.length - stemmed.length) / 20;
    const sorted = [...near.values()].sort((a, b) => cost(a) - cost(b) || byWeight(a, b));
    const close = sorted.filter(e => e.d <= 1.75 && e.d < sorted[0].d + 0.5);
    if (close.length) return { kind: "typo", entries: close.slice(0, 2) };
    const split = halves(stemmed, front, await last());
    if (split) return { kind: "split", entries: split };
    const far = sorted.filter(e => e.d <= most);
    return far.length ? { kind: "typo", entries: far.slice(0, 1) } : null;
  };
  const halves = (word, front, back) => {
    let best = null, score = 0;
    const first = new Map(front.filter(e => e.term.length > 2 && word.startsWith(e.term)).map(e => [e.term.length, e]));
    for (const b of back) {
      if (b.term.length < 3 || !word.endsWith(b.term)) continue;
      const rest = word.slice(0, word.length - b.term.length);
      for (const l of links) {
        const a = rest.endsWith(l) && first.get(rest.length - l.length);
        const s = a ? Math.min(a.weight, b.weight) + a.term.length / 100 : 0;
        if (s > score) [best, score] = [[a, b], s];
      }
    }
    return best;
  };

  // --- Questions -----------------------------------------------------------
  const maxWords = 16;
  // parse takes a question apart: groups of words in quotes, words, words
  // left out, and forms that may be the number of a paper.
  const parse = q => {
    q = q.normalize("NFC").replace(/\u00ad/g, "").replace(joint, "$1$2");
    const groups = [];
    let count = 0, cut = false;
    const add = (piece, quoted, minus) => {
      const words = [];
      let place = 0;
      for (const raw of piece.match(word) || []) {
        const folded = fold(raw), usable = (folded.length > 1 || /\d/.test(raw)) && utf8(raw).length <= 48 && !/^\d{6,}$/.test(raw);
        if (usable && count >= maxWords) cut = true;
        else if (usable) {
          words.push({ raw, folded, term: stem(folded), stop: stopWords.has(folded), place });
          count++;
        }
        place++;
      }
      if (words.length) groups.push({ words, quoted: quoted && words.length > 1, minus });
    };
    const pattern = /(^|\s)(-?)["„“”«»]([^"„“”«»]*)["„“”«»]|(^|\s)-(?=[^\s"„“”«»-])(\S+)|[^\s"„“”«»]+|["„“”«»]/g;
    for (const m of q.matchAll(pattern)) {
      if (m[3] !== undefined) add(m[3], true, m[2] === "-");
      else if (m[5] !== undefined) add(m[5], false, true);
      else add(m[0], false, false);
    }
    return { groups, cut, references: references(q) };
  };
  // references lists what in a question may be the number of a paper, as
  // terms: runs with a digit, and the whole question.
  const references = q => {
    const form = piece => {
      let parts = piece.toLowerCase().match(word) || [];
      while (parts.length > 1 && numberWords.has(parts[0])) parts.shift();
      return parts.map(p => /^\d+$/.test(p) ? p.replace(/^0+(?=.)/, "") : fold(p)).join("/");
    };
    const out = [], add = (piece, words) => {
      const f = form(piece);
      if (/\d/.test(f) && f.length < 60 && !out.some(o => o.form === f)) out.push({ form: f, words });
    };
    const all = q.trim();
    if (all.length < 60) add(all, all);
    for (const run of all.match(/\S*\d\S*/g) || []) if (/\d[-\/._]|[-\/._]\d/.test(run) && out.length < 4) add(run, run);
    return out;
  };

  // query answers a question. filters holds keys by facet, "year" a pair of
  // years. The answer's documents are best first, or by day.
  const query = async ({ q = "", filters = {}, sort = "", typing = false } = {}) => {
    await open();
    const n = manifest.docs, parsed = parse(q), notes = [], marks = new Set();
    if (parsed.cut) notes.push({ kind: "cut", count: maxWords });
    let score = new Float64Array(n), full = new Uint8Array(n), any = new Uint8Array(n), capped = false;
    const top = new Map(); // papers whose number was asked for

    // Numbers of papers.
    let groups = parsed.groups;
    for (const ref of parsed.references) {
      const found = await lookup("#" + ref.form);
      if (!found.df) continue;
      const own = [...found.exact.docs.map((d, i) => [d, 2000 + (found.exact.hits[i] & 31)]), ...found.inside.docs.map((d, i) => [d, (found.inside.hits[i] & 31) > 20 ? 1000 : 10])];
      for (const [d, s] of own) top.set(d, Math.max(top.get(d) || 0, s));
      const used = new Set((ref.words.match(word) || []).map(fold));
      groups = groups.map(g => ({ ...g, words: g.words.filter(w => !used.has(w.folded) && !numberWords.has(w.folded)) })).filter(g => g.words.length);
      break;
    }

    const plain = groups.filter(g => !g.minus), seen = new Set(), need = [];
    for (const g of plain) for (const w of g.words) {
      if (w.stop || seen.has(w.term)) continue;
      seen.add(w.term);
      need.push(w);
    }
    if (!need.length && plain.length && !top.size) notes.push({ kind: "common", words: plain.flatMap(g => g.words.map(w => w.raw)) });
    const last = need[need.length - 1];
    // together also takes documents that hold both parts of a compound.
    const together = async (w, entries) => {
      const [a, b] = await Promise.all(entries.map(async e => {
        const found = await lookup(e.term), hits = new Map();
        for (const l of [found.inside, found.exact]) l.docs.forEach((d, i) => hits.set(d, l.hits[i]));
        return hits;
      }));
      const docs = [...a.keys()].filter(d => b.has(d)).sort((x, y) => x - y);
      if (!docs.length) return;
      notes.push({ kind: w.docs ? "also" : "split", word: w.raw, shown: entries.map(e => e.shown) });
      entries.forEach(e => marks.add(e.term));
      w.ways.push({ weight: 0.35, list: { docs, hits: docs.map(d => Math.min(a.get(d) & 31, b.get(d) & 31) | a.get(d) & b.get(d) & 32), annexes: [] } });
      w.docs = w.docs || docs.length;
    };
    const resolve = async w => {
      const found = await lookup(w.term);
      w.found = found;
      w.ways = [{ list: found.exact, weight: 1 }, { list: found.inside, weight: 0.7 }];
      w.docs = found.df + found.cdf / 2;
      w.capped = found.df > manifest.limit || found.cdf > manifest.limit;
      if (found.df + found.cdf) marks.add(w.term);
      if (found.df + found.cdf > (need.length > 1 ? 0 : 2)) return [w];
      const other = await instead(w.folded, typing && w === last && /\S$/.test(q));
      if (!other) {
        if (!w.docs) notes.push({ kind: "unknown", word: w.raw });
        return w.docs ? [w] : [];
      }
      if (other.kind === "split") {
        if (!w.docs) await together(w, other.entries);
        return w.docs ? [w] : [];
      }
      if (w.docs && other.entries[0].d > 1) return [w];
      const shown = [];
      for (const e of other.entries) {
        const found = await lookup(e.term);
        if (!(found.df + found.cdf)) continue;
        const weight = (shown.length ? 0.4 : 0.5) * (other.kind === "begun" ? 1.4 : 1);
        w.ways.push({ list: found.exact, weight }, { list: found.inside, weight: weight * 0.7 });
        if (!w.docs) w.found = found;
        w.docs += found.df + found.cdf / 2;
        marks.add(e.term);
        shown.push(e.shown);
      }
      if (shown.length) notes.push({ kind: w.found.term === w.term ? "also" : other.kind, word: w.raw, shown });
      return [w];
    };
    const asked = (await Promise.all(need.map(resolve))).flat();
    // Where little is found, a rare compound may be meant by its parts.
    if (asked.length === 1) {
      const w = asked[0], stemmed = stem(w.folded);
      if (w.docs < 10 && stemmed.length > 7 && w.ways.length < 3 && !/[^a-z]/.test(stemmed)) {
        const split = halves(stemmed, ...await Promise.all([lexicon("f", stemmed.slice(0, 3)), lexicon("r", stemmed.slice(-3))]));
        if (split) await together(w, split);
      }
    }

    // Each word gives a document the best of its ways.
    const common = manifest.docs > 400 ? n / 4 : n;
    let idfs = 0;
    for (const w of asked) {
      w.idf = Math.log(1 + (n - Math.min(n, w.docs) + 0.5) / (w.docs + 0.5));
      w.optional = w.docs > common && asked.some(o => o !== w && o.docs <= common);
      idfs += w.idf;
      capped = capped || w.capped && !w.optional;
    }
    const required = asked.filter(w => !w.optional), titles = new Float64Array(n), best = new Float64Array(n), mass = new Float64Array(n);
    const annex = new Map();
    for (const w of asked) {
      const touched = [];
      for (const { list: l, weight } of w.ways) {
        for (let i = 0; i < l.docs.length; i++) {
          const d = l.docs[i], s = weight * (l.hits[i] & 31) / 31 + (l.hits[i] & 32 ? 64 : 0);
          if (!best[d]) touched.push(d);
          if (s > best[d]) best[d] = s;
          if (l.annexes[i]) annex.set(d, l.annexes[i]);
        }
      }
      for (const d of touched) {
        let s = best[d];
        best[d] = 0;
        if (s > 64) {
          s -= 64;
          titles[d] += w.idf;
        }
        score[d] += w.idf * s;
        mass[d] += w.idf;
        any[d] = 1;
        if (!w.optional) full[d]++;
      }
    }
    for (let d = 0; d < n; d++) if (any[d]) score[d] *= 1 + 2 * (titles[d] / idfs) ** 2;

    // Quotes: words of a group must stand as they were typed.
    for (const g of plain) {
      if (!g.quoted) continue;
      const inner = g.words.filter(w => !w.stop).map(w => ({ place: w.place, found: (asked.find(a => a.term === w.term) || {}).found }));
      if (inner.length < 2) continue;
      if (!manifest.phrases || inner.some(w => !w.found || !w.found.df)) {
        notes.push({ kind: "phrase", words: g.words.map(w => w.raw).join(" ") });
        continue;
      }
      // The two rarest words first: often nothing is left to be told apart.
      const rare = [...inner].sort((a, b) => a.found.df - b.found.df), maps = [];
      let fits;
      do {
        maps.push(...await Promise.all(rare.slice(maps.length, maps.length + 2).map(w => places(w.found))));
        fits = [...maps[0]].filter(([doc, at]) => [...at].some(p => maps.every((m, i) => m.get(doc)?.has(p - rare[0].place + rare[i].place)))).map(f => f[0]);
      } while (fits.length > 10 && maps.length < rare.length);
      if (!fits.length) {
        notes.push({ kind: "phrase", words: g.words.map(w => w.raw).join(" ") });
        continue;
      }
      const keep = new Set(fits);
      for (let d = 0; d < n; d++) if (full[d] && !keep.has(d)) full[d] = 0;
      g.met = true;
    }
    // Words left out.
    const out = new Uint8Array(n);
    for (const w of groups.filter(g => g.minus).flatMap(g => g.words)) for (const d of (await lookup(w.term)).exact.docs) out[d] = 1;

    // Filters.
    const wanted = Object.keys(filters).filter(k => k !== "year" && filters[k].length);
    const columns = await Promise.all(wanted.map(column));
    const range = yearRange(filters.year), chosen = columns.map((c, i) => new Set(c.labels.map((l, n) => filters[wanted[i]].includes(l[0]) ? n : -1).filter(n => n >= 0)));
    // misses counts the filters that a document does not pass, and which.
    const passes = d => {
      let missed = d < range[0] || d >= range[1] ? "year" : "";
      for (let i = 0; i < columns.length; i++) {
        if (columns[i].of(d).some(v => chosen[i].has(v))) continue;
        if (missed) return null;
        missed = wanted[i];
      }
      return missed;
    };
    const everything = !asked.length && !top.size && (wanted.length || filters.year) && !plain.length;
    let hits = [], nearly = [];
    const rest = [];
    for (let d = 0; d < n; d++) {
      if (out[d]) continue;
      const t = top.get(d) || 0;
      const all = everything || t || asked.length && full[d] === required.length && any[d];
      if (!all && !any[d]) continue;
      const missed = passes(d);
      if (missed === null) continue;
      score[d] += t;
      if (all) (missed ? nearly : hits).push(missed ? [d, missed] : d);
      else if (!missed && mass[d] >= idfs * 0.3) rest.push(d);
    }
    const relevance = (a, b) => score[b] - score[a] || b - a;
    const byDay = sort === "new" ? (a, b) => b - a : sort === "old" ? (a, b) => a - b : everything ? (a, b) => b - a : relevance;
    hits.sort(byDay);
    const exact = hits.length;
    if (hits.length < 10 && asked.length > 1 && !plain.some(g => g.met)) hits = hits.concat(rest.sort(relevance).slice(0, 30));
    return { docs: hits, exact, capped, notes, marks: [...marks], nearly, annex, everything, asked: asked.length + top.size };
  };

  // --- Facets ----------------------------------------------------------------
  const column = key => file(`c/${key}.bin`, r => {
    const labels = JSON.parse(text(r.take(r.number()))), starts = new Uint32Array(manifest.docs + 1), values = [];
    for (let d = 0; d < manifest.docs; d++) {
      starts[d] = values.length;
      for (let k = r.number(); k > 0; k--) values.push(r.number());
    }
    starts[manifest.docs] = values.length;
    return { labels, of: d => values.slice(starts[d], starts[d + 1]) };
  });
  const yearRange = year => {
    if (!year) return [0, manifest.docs];
    const from = manifest.years.find(y => y[0] >= year[0]), to = manifest.years.find(y => y[0] > year[1]);
    return [from ? from[1] : manifest.docs, to ? to[1] : manifest.docs];
  };
  // each goes through the answer's documents and those that only the filter
  // of one facet keeps out: a facet's counts ignore its own filter.
  const each = (answer, key, add) => {
    answer.docs.slice(0, answer.exact || undefined).forEach(add);
    for (const [d, missed] of answer.nearly) if (missed === key) add(d);
  };
  // counts says how often each value of a facet occurs.
  const counts = async (answer, key) => {
    const c = await column(key), n = new Uint32Array(c.labels.length);
    each(answer, key, d => { for (const v of c.of(d)) n[v]++; });
    return c.labels.map(([key, label], i) => ({ key, label, count: n[i] })).filter(v => v.count).sort((a, b) => b.count - a.count || (a.label < b.label ? -1 : 1));
  };
  const years = answer => {
    const n = manifest.years.map(([year]) => ({ year, count: 0 }));
    each(answer, "year", d => {
      const i = manifest.years.findLastIndex(y => y[1] <= d);
      if (i >= 0) n[i].count++;
    });
    return n;
  };
  // cards describes documents.
  const cards = docs => Promise.all(docs.map(async d => {
    const [path, title, reference = "", day = 0, kind = "", state = "", committee = "", decided = 0, who = "", teaser = "", texts = []] =
      (await file(`d/${Math.floor(d / manifest.perFile)}.bin`, r => JSON.parse(text(r.take(r.bytes.length - r.at)))))[d % manifest.perFile];
    return { doc: d, path, title, reference, day, kind, state, committee, decided, who, teaser, texts };
  }));

  // --- Passages ----------------------------------------------------------------
  // marked cuts a text into [text, whether it is a hit].
  const marked = (s, terms) => {
    const out = [];
    let at = 0;
    for (const m of s.matchAll(longWord)) {
      if (!hit(m[0], terms)) continue;
      if (m.index > at) out.push([s.slice(at, m.index), false]);
      out.push([m[0], true]);
      at = m.index + m[0].length;
    }
    if (at < s.length) out.push([s.slice(at), false]);
    return out;
  };
  const hit = (word, terms) => {
    const f = fold(word.replace(/\u00ad/g, "")), s = stem(f);
    return terms.find(t => s === t || f.startsWith(t) && (t.length > 2 && f.length > t.length + 2 || t.length > 3 && f.length < t.length + 2) || t.length > 3 && s.endsWith(t) || t.length > 4 && f.includes(t));
  };
  // passage finds the stretch of some blocks of text with most of the terms.
  const passage = (blocks, terms, length = 30) => {
    let best = null;
    blocks.forEach((block, index) => {
      const tokens = [...block.matchAll(/\S+/g)], hits = [];
      tokens.forEach((t, i) => {
        for (const w of t[0].match(longWord) || []) {
          const term = hit(w, terms);
          if (term) hits.push([i, term]);
        }
      });
      for (let a = 0; a < hits.length; a++) {
        const inside = hits.filter(h => h[0] >= hits[a][0] && h[0] < hits[a][0] + length);
        const value = new Set(inside.map(h => h[1])).size * 10 + Math.min(inside.length, 9) + (tokens.length > 8 ? 5 : 0);
        if (!best || value > best.value) best = { value, index, from: hits[a][0], to: inside[inside.length - 1][0], tokens, block };
      }
    });
    if (!best) return null;
    const { tokens, block } = best, slack = Math.max(0, length - (best.to - best.from + 1));
    let from = Math.max(0, best.from - Math.floor(slack / 3));
    const to = Math.min(tokens.length - 1, from + length - 1);
    from = Math.max(0, Math.min(from, to - length + 1));
    const s = block.slice(tokens[from].index, tokens[to].index + tokens[to][0].length);
    return { index: best.index, parts: marked((from > 0 ? "… " : "") + s + (to < tokens.length - 1 ? " …" : ""), terms) };
  };

  return { open, query, counts, years, cards, marked, passage, fold, stem };
};
