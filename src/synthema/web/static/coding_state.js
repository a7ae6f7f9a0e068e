// What is coded in one document: what the server has told, and over it what was done here and is on its way.
// No page, no network: offsets are code points of the canonical text, a range is [start, end).

export const OF = "of:";  // before the identifier of an act whose answer is not here yet

export const parsed = (text) => (text ?? "").split(" ").filter(Boolean).map((one) => one.split("-").map(Number));
export const written = (ranges) => ranges.map(([s, e]) => `${s}-${e}`).join(" ");
export const areas = (text) => (text ? JSON.parse(text) : []);
const listed = (text) => (text ?? "").split(",").filter(Boolean);

/** Whether two lists of ranges have a code point in common. */
export const overlap = (some, others) => some.some(([s, e]) => others.some(([a, b]) => s < b && a < e));

/** How many code points of the ranges lie in the spans, both in order. */
export function shared(ranges, spans) {
  let found = 0;
  for (const [s, e] of ranges) {
    for (let place = firstEnding(spans, s); place < spans.length && spans[place][0] < e; place += 1) {
      found += Math.max(0, Math.min(e, spans[place][1]) - Math.max(s, spans[place][0]));
    }
  }
  return found;
}

/** The first of spans in order, none of which overlap, that ends behind a place. */
function firstEnding(spans, place) {
  let low = 0, high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (spans[middle][1] > place) high = middle; else low = middle + 1;
  }
  return low;
}

function merged(spans) {
  const made = [];
  for (const [s, e] of [...spans].sort((a, b) => a[0] - b[0])) {
    const last = made.at(-1);
    if (last && s <= last[1]) last[1] = Math.max(last[1], e);
    else made.push([s, e]);
  }
  return made;
}

export class State {
  constructor(paper) {
    this.paper = paper;
    this.known = { quotes: new Map(paper.quotes.map((one) => [one.id, one])), codes: new Map(paper.codes.map((one) => [one.id, one])), marks: paper.marks };
    this.alias = new Map();  // of:ACT -> the quote, or the code under code:of:ACT
    this.also = paper.also ?? [];
    this.recent = [...paper.recent];
    this.letters = paper.coverage.letters;
    this.spoken = paper.spoken;
    this.lines(paper);
    this.replay([]);
  }

  get may() { return this.paper.may; }

  lines({ sentences, lengths }) {
    let at = 0;
    this.sentences = sentences.map((step, place) => { at += step; return [at, at + lengths[place]]; });
  }

  /** What the server said to an act, kept as known. */
  learn(entry, answer) {
    if (answer.made) this.alias.set(`code:${OF}${entry.act}`, answer.made);
    for (const code of answer.codes ?? []) this.known.codes.set(code.id, { ...this.known.codes.get(code.id), ...code });
    if (answer.quote) {
      this.alias.set(OF + entry.act, answer.quote.id);
      const { people } = this.paper, { by, ...quote } = answer.quote;
      if (by !== undefined && !people.includes(by)) people.push(by);
      this.known.quotes.set(quote.id, { ...quote, who: people.indexOf(by) });
    }
    for (const id of answer.retired ?? []) if (this.known.codes.has(id)) this.known.codes.set(id, { ...this.known.codes.get(id), pick: false, gone: true });
    if (answer.gone) this.known.quotes.delete(answer.gone);
    if (answer.mark) this.alias.set(`mark:${OF}${entry.act}`, answer.mark);
    if (answer.marks) {
      this.known.marks = answer.marks;
      this.lines(answer);
    }
    if (answer.coverage) this.letters = answer.coverage.letters;
    if (answer.memo && answer.about && !entry.fields.replaces) this.counted(answer.about, 1);
    if (entry.kind === "unmemo") this.counted(this.quote(entry.fields.quote)?.id, -1);
  }

  counted(id, step) {
    const quote = this.known.quotes.get(id);
    if (quote) this.known.quotes.set(id, { ...quote, m: quote.m + step });
  }

  /** The view: what is known, and over it what waits to be sent, oldest first. */
  replay(waiting) {
    this.quotes = new Map(this.known.quotes);
    this.codes = new Map(this.known.codes);
    this.marks = [...this.known.marks];
    for (const entry of waiting) if (entry.fields.document === this.paper.document) this.reduce(entry);
    this.order = null;
  }

  /** One act, done in the view. */
  reduce({ kind, act, fields }) {
    const quote = fields.quote ? this.quote(fields.quote) : null;
    const changed = (change) => quote && this.quotes.set(quote.id, { ...quote, ...change });
    if (kind === "code") this.passage(act, fields);
    else if (kind === "apply") changed({ k: [...quote?.k ?? [], ...this.given(act, fields)] });
    else if (kind === "uncode") {
      const off = listed(fields.code).map((one) => this.code(one)?.id);
      changed({ k: quote?.k.filter(([, code]) => !off.includes(this.code(code)?.id)) });
    } else if (kind === "unquote") this.quotes.delete(quote?.id);
    else if (kind === "voice") changed({ v: fields.voice });
    else if (kind === "move") changed({ r: parsed(fields.ranges), g: areas(fields.regions) });
    else if (kind === "mark") this.marks.push({ id: OF + act, kind: fields.kind, ranges: parsed(fields.ranges) });
    else if (kind === "unmark") this.marks = this.marks.filter((one) => one.id !== fields.mark && one.id !== this.alias.get(`mark:${fields.mark}`));
    else if (kind === "memo") {
      const about = this.quote(fields.about);
      if (about && !fields.replaces) this.quotes.set(about.id, { ...about, m: about.m + 1 });
    }
    else if (kind === "unmemo") changed({ m: Math.max(0, (quote?.m ?? 0) - 1) });
    if (fields.made) this.unmade(fields.made);
    this.order = null;
  }

  /** A code that was made in an act which is undone goes with it, where nothing else has it. */
  unmade(made) {
    const code = this.code(made), used = code && [...this.quotes.values()].some((one) => one.k.some(([, id]) => this.code(id)?.id === code.id));
    const below = code && [...this.codes.values()].some((one) => one.pick && one.parent && this.code(one.parent)?.id === code.id);
    if (code && !used && !below) this.codes = new Map(this.codes).set(code.id, { ...code, pick: false, gone: true });
  }

  passage(act, fields) {
    const same = [...this.quotes.values()].find((one) => one.may && !one.x && written(one.r) === fields.ranges && JSON.stringify(one.g) === JSON.stringify(areas(fields.regions)));
    const id = same?.id ?? OF + act;
    const one = same ?? { id, r: parsed(fields.ranges), g: areas(fields.regions), v: fields.voice ?? "", x: Boolean(fields.dismissed), may: true, k: [], m: 0 };
    if (same) this.alias.set(OF + act, id);
    this.quotes.set(id, { ...one, k: [...one.k, ...this.given(act, fields)] });
  }

  /** The codings that an act gives: pairs of a coding and a code. */
  given(act, fields) {
    const back = fields.restore && this.code(fields.restore);
    if (back) this.codes = new Map(this.codes).set(back.id, { ...back, pick: true, gone: false });
    const codes = listed(fields.codes).map((one) => this.code(one)?.id ?? one);
    if (fields.new_name) {
      const id = OF + act, parent = fields.new_parent ? this.code(fields.new_parent)?.id ?? null : null;
      this.codes = new Map(this.codes).set(id, { id, name: fields.new_name, definition: "", parent, color: fields.new_color, mine: Boolean(this.paper.layer), pick: true });
      codes.push(id);
    }
    return codes.map((code) => [`${OF}${act}:${code}`, code]);
  }

  quote(id) {
    return this.quotes.get(id) ?? this.quotes.get(this.alias.get(id));
  }

  code(id) {
    return this.codes.get(id) ?? this.codes.get(this.alias.get(`code:${id}`));
  }

  /** The name of a code under those it stands below. */
  path(code) {
    const names = [], seen = new Set();
    for (let one = code; one && !seen.has(one.id); one = one.parent ? this.code(one.parent) : null) {
      seen.add(one.id);
      names.unshift(one.name);
    }
    return names.join(" / ");
  }

  /** The quotes with words in the order of the text. */
  get inOrder() {
    this.order ??= [...this.quotes.values()].filter((one) => one.r.length).sort((a, b) => a.r[0][0] - b.r[0][0] || b.r.at(-1)[1] - a.r.at(-1)[1]);
    return this.order;
  }

  /** The quotes with words between two places. */
  between(start, end) {
    return this.inOrder.filter((one) => one.r[0][0] < end && one.r.at(-1)[1] > start && overlap(one.r, [[start, end]]));
  }

  /** The quotes at a place, the shortest first. */
  at(offset) {
    const long = (one) => one.r.reduce((sum, [s, e]) => sum + e - s, 0);
    return this.between(offset, offset + 1).sort((a, b) => long(a) - long(b));
  }

  /** Where something is coded, and where it was dismissed. */
  get worked() {
    const of = (wanted) => merged([...this.quotes.values()].filter(wanted).flatMap((one) => one.r));
    return { coded: of((one) => one.k.length && !one.x), dismissed: of((one) => one.x) };
  }

  /** How many sentences of the findings are coded or dismissed, of how many; and how many are dismissed alone. */
  get done() {
    const { coded, dismissed } = this.worked;
    let done = 0, away = 0;
    for (const line of this.sentences) {
      if (shared([line], coded)) done += 1;
      else if (shared([line], dismissed)) { done += 1; away += 1; }
    }
    return { done, of: this.sentences.length, dismissed: away };
  }

  /** The next sentence that is neither coded nor dismissed, from a place on and then from the beginning; null: none. */
  uncoded(from) {
    const { coded, dismissed } = this.worked, both = merged([...coded, ...dismissed]);
    const bare = this.sentences.filter((line) => !shared([line], both));
    const line = bare.find(([start]) => start >= from) ?? bare[0];
    return line ? { line, left: bare.length } : null;
  }

  /** Whether most letters of some ranges stand where participants seem to speak; or none; or "" for both or nothing. */
  voiceOf(ranges) {
    const all = ranges.reduce((sum, [s, e]) => sum + e - s, 0), inside = shared(ranges, this.spoken);
    return !all ? "" : inside >= 0.8 * all ? "participant" : inside === 0 ? "author" : "";
  }

  use(code) {
    this.recent = [code, ...this.recent.filter((one) => this.code(one)?.id !== this.code(code)?.id)].slice(0, 60);
  }
}
