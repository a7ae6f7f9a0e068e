// Codings drawn on a sheet: a wash and a line under the words of each passage, a bar for each code beside the sheet.

const SVG = "http://www.w3.org/2000/svg";
const LANE = 5.6, MOST_LANES = 8;  // px
const AWAY = "#63707d", BARE = "#9e6008";  // dismissed; marked, without a code

function made(name, attributes) {
  const one = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) if (value !== undefined) one.setAttribute(key, value);
  return one;
}

const box = ({ left, top, width, height }) => `M${left} ${top}h${width}v${height}h${-width}z`;

/** The stretches from top to bottom that rectangles in the order of the text fill: a new one begins with each column. */
export function stretches(rects) {
  const found = [];
  for (const one of rects) {
    const last = found.at(-1), bottom = one.top + one.height;
    if (last && one.top >= last.top - one.height / 2 && one.top <= last.bottom + 3 * one.height) {
      last.bottom = Math.max(last.bottom, bottom);
      last.top = Math.min(last.top, one.top);
    } else found.push({ top: one.top, bottom });
  }
  return found;
}

/** A lane for each bar so that none covers another: the first that is free over its whole height. */
export function lanes(bars, most) {
  const taken = [];
  return bars.map((bar) => {
    const free = (lane) => !taken[lane]?.some((one) => bar.some((own) => own.top < one.bottom && one.top < own.bottom));
    let lane = 0;
    while (lane < most && !free(lane)) lane += 1;
    if (lane >= most) return -1;
    (taken[lane] ??= []).push(...bar);
    return lane;
  });
}

export class Painter {
  /** `state` gives the quotes; `picked` hears which quote a bar stands for. */
  constructor(desk, state, { title, more, picked }) {
    Object.assign(this, { desk, state, title, more, picked, active: "", near: "", heard: new WeakSet() });
    const idle = window.requestIdleCallback ?? ((work) => setTimeout(work, 0));
    desk.surface.addEventListener("shown", ({ detail: { sheet } }) => idle(() => sheet.painted && this.sheet(sheet), { timeout: 150 }));  // it is a screen away yet
    desk.surface.addEventListener("laid", (event) => { this.room = 0; this.sheet(event.detail.sheet); });
    desk.surface.addEventListener("view", () => { this.room = 0; this.all(); });
    this.all();
  }

  all() {
    for (const sheet of this.desk.pane?.sheets() ?? []) this.sheet(sheet);
  }

  /** Show a quote as the one that is meant; the others fade. */
  point(active, near = "") {
    if (active === this.active && near === this.near) return;
    this.active = active;
    this.near = near;
    for (const sheet of this.desk.pane?.sheets() ?? []) for (const svg of [sheet.ink, sheet.gutter]) this.faded(svg);
  }

  faded(svg) {
    if (!svg) return;
    const meant = this.near || this.active;
    for (const one of svg.querySelectorAll("[data-quote]")) {
      one.classList.toggle("meant", one.dataset.quote === meant);
      one.classList.toggle("faded", Boolean(this.near) && one.dataset.quote !== meant);
    }
  }

  color(quote, place = 0) {
    if (quote.x) return AWAY;
    return quote.k.length ? this.state.code(quote.k[place][1])?.color || AWAY : BARE;
  }

  sheet(sheet) {
    if (!sheet?.ink) return;
    const drawn = this.state.between(sheet.start, Math.max(sheet.end, sheet.start + 1)).map((quote) => {
      const rects = quote.r.flatMap(([s, e]) => (s < sheet.end && e > sheet.start ? this.desk.pane.rects(Math.max(s, sheet.start), Math.min(e, sheet.end)) : []));
      return { quote, rects: rects.filter((one) => one.sheet === sheet || one.sheet?.n === sheet.n) };
    });
    for (const quote of this.state.quotes.values()) {
      const here = quote.g.filter(([page]) => page === sheet.n);
      if (here.length && this.desk.pane.kind === "pages") drawn.push({ quote, rects: here.map(([, left, top, right, bottom]) => ({ left, top, width: right - left, height: bottom - top })), area: true });
    }
    const shown = drawn.filter((one) => one.rects.length), unit = 1 / (sheet.scale || 1);
    const bars = shown.flatMap((one) => this.barsOf(one, unit));
    this.room ||= sheet.gutter.getBoundingClientRect().width;  // the same beside every sheet; asking lays the page out
    const most = Math.max(1, Math.min(MOST_LANES, Math.floor((this.room - 4) / LANE)));
    const tall = bars.map((one) => one.stretches), all = lanes(tall, most);
    (all.includes(-1) ? lanes(tall, most - 1) : all).forEach((lane, place) => { bars[place].lane = lane; });
    const laneOf = new Map(bars.map((one) => [one.quote.id, Math.max(0, one.lane)]));
    sheet.ink.replaceChildren(...shown.map((one) => this.passage(one, laneOf.get(one.quote.id) ?? 0, unit)));
    this.hear(sheet.gutter);
    sheet.gutter.replaceChildren(...this.marks(sheet), ...bars.filter((one) => one.lane >= 0).map((one) => this.bar(one)), ...this.rest(bars.filter((one) => one.lane < 0), most));
    for (const svg of [sheet.ink, sheet.gutter]) this.faded(svg);
  }

  barsOf({ quote, rects }, unit) {
    const px = stretches(rects).map(({ top, bottom }) => ({ top: top / unit + 1, bottom: bottom / unit - 1 }));
    const codes = quote.x || !quote.k.length ? [-1] : quote.k.map((_, place) => place);
    return codes.map((place) => ({ quote, place, stretches: px }));
  }

  passage({ quote, rects, area }, lane, unit) {
    const color = this.color(quote), group = made("g", { class: `passage${quote.x ? " away" : ""}${quote.k.length ? "" : " bare"}` });
    group.dataset.quote = quote.id;
    group.append(made("path", { class: "wash", d: rects.map(box).join(""), fill: color }));
    if (area) group.append(made("path", { class: "edge", d: rects.map(box).join(""), stroke: color, fill: "none" }));
    else {
      const down = (0.6 + 2.2 * (lane % 3)) * unit;
      const under = rects.map((one) => (one.way % 2 ? `M${one.left} ${one.top}v${one.height}` : `M${one.left} ${one.top + one.height + down}h${one.width}`));
      group.append(made("path", { class: "under", d: under.join(""), stroke: color, fill: "none" }));
    }
    return group;
  }

  bar({ quote, place, stretches: px, lane }) {
    const one = made("path", { "data-place": place, class: `bar${quote.x ? " away" : ""}${place < 0 ? " bare" : ""}`, d: px.map(({ top, bottom }) => `M${5 + lane * LANE} ${top}h4v${Math.max(3, bottom - top)}h-4z`).join(""), fill: this.color(quote, Math.max(0, place)) });
    one.dataset.quote = quote.id;
    return one;
  }

  /** Bars answer to the pointer; one listener serves all that ever stand here. */
  hear(gutter) {
    if (this.heard.has(gutter)) return;
    this.heard.add(gutter);
    gutter.addEventListener("pointerover", ({ target }) => {
      const quote = this.state.quote(target.dataset?.quote);
      if (!quote) return this.point(this.active);
      this.point(this.active, quote.id);
      if (target.firstChild) return;
      const title = made("title", {});
      title.textContent = this.title(quote, Number(target.dataset.place));
      target.append(title);
    });
    gutter.addEventListener("pointerleave", () => this.point(this.active));
    gutter.addEventListener("click", ({ target }) => target.dataset?.quote && this.picked(target.dataset.quote));
  }

  /** How many bars found no lane, said where they would stand. */
  rest(left, most) {
    const spots = new Map();
    for (const { stretches: px } of left) {
      const spot = Math.round((px[0]?.top ?? 0) / 16);
      spots.set(spot, (spots.get(spot) ?? 0) + 1);
    }
    return [...spots].map(([spot, n]) => {
      const one = made("text", { class: "more", x: 5 + most * LANE, y: spot * 16 + 10, "text-anchor": "end" });
      one.textContent = this.more(n);
      return one;
    });
  }

  /** A line beside the findings; dashed beside the qualitative strand. */
  marks(sheet) {
    return this.state.marks.flatMap((mark) => mark.ranges.filter(([s, e]) => s < sheet.end && e > sheet.start).map(([s, e]) => {
      const rects = this.desk.pane.rects(Math.max(s, sheet.start), Math.min(e, sheet.end)).filter((one) => one.sheet === sheet || one.sheet?.n === sheet.n);
      const scale = sheet.scale || 1, x = mark.kind === "findings" ? 1 : 3;
      const d = stretches(rects).map(({ top, bottom }) => `M${x} ${top * scale}V${bottom * scale}`).join("");
      return made("path", { class: `mark ${mark.kind}`, d, fill: "none" });
    }));
  }
}
