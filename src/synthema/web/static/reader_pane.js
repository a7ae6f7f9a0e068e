// What both panes share, pages and text: sheets near the view are made ready, and what is marked is painted on them.

const module = (name) => import([...document.scripts].find((one) => one.src.includes(`/${name}?`)).src);
const { wholeWords } = await module("reader_text.js");

const SVG = "http://www.w3.org/2000/svg";

/** An SVG element with these attributes. */
export function drawn(name, attributes = {}) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

/** A sheet: a page of a PDF or a part of a text. Its text, and what joins its letters, are there when it is ready. */
export class Sheet {
  constructor(n, start, end, element) {
    Object.assign(this, { n, start, end, element, scale: 1, text: null, joined: null, ready: false, near: false, making: null });
    this.face = element.querySelector(".face");
    this.ink = drawn("svg", { class: "ink", "aria-hidden": "true" });
    this.mine = drawn("svg", { class: "mine", "aria-hidden": "true" });
    this.gutter = drawn("svg", { class: "gutter", "aria-hidden": "true" });
    this.face.append(this.ink, this.mine);
    element.append(this.gutter);
  }

  /** The first place at or after one that parts no cluster; the last one at or before it. */
  after(offset) {
    while (this.joined?.has(offset - this.start)) offset++;
    return offset;
  }

  before(offset) {
    while (this.joined?.has(offset - this.start)) offset--;
    return offset;
  }

  /** Its words, as ranges of the whole text. */
  get words() {
    return this.kept ??= wholeWords(this.text).map(([start, end]) => [start + this.start, end + this.start]);
  }
}

export class Pane {
  constructor(surface, kind) {
    this.surface = surface;
    this.kind = kind;
    this.all = [];
    this.marks = new Map();  // class of what is painted → ranges
    this.caretAt = null;
    this.shownNow = false;
    this.observer = new IntersectionObserver((seen) => this.seen(seen), { root: surface, rootMargin: "120% 0px" });
  }

  begin(sheets) {
    this.all = sheets;
    this.starts = sheets.map((one) => one.start);
    this.of = new Map(sheets.map((one) => [one.element, one]));
    for (const one of sheets) this.observer.observe(one.element);
  }

  emit(name, sheet) {
    this.surface.dispatchEvent(new CustomEvent(name, { detail: { pane: this, sheet } }));
  }

  /** Sheets came near the view, or went. */
  seen(entries) {
    for (const { target, isIntersecting } of entries) {
      const sheet = this.of.get(target);
      if (isIntersecting === sheet.near) continue;
      sheet.near = isIntersecting;
      if (isIntersecting) this.bring(sheet);
      else this.leave(sheet);
    }
  }

  leave(sheet) {
    if (!sheet.painted) return;
    sheet.painted = false;
    sheet.mine.replaceChildren();
    sheet.ink.replaceChildren();
    sheet.gutter.replaceChildren();
    this.emit("hidden", sheet);
  }

  /** Make a sheet ready, and paint it when it is near. */
  async bring(sheet) {
    await this.made(sheet);
    if (sheet.ready && sheet.near && !sheet.painted) {
      sheet.painted = true;
      this.paint(sheet);
      this.emit("shown", sheet);
    }
  }

  /** A sheet with its text and places; asked for once, again after a lost connection. */
  made(sheet) {
    if (sheet.ready) return Promise.resolve(sheet);
    sheet.making ??= this.make(sheet).then(
      () => { sheet.ready = true; return sheet; },
      () => { setTimeout(() => { sheet.making = null; if (sheet.near) this.bring(sheet); }, 3000); return sheet; },
    );
    return sheet.making;
  }

  sheets() {
    return this.all.filter((one) => one.painted);
  }

  sheetOf(offset) {
    let low = 0, high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.starts[middle] <= offset) low = middle;
      else high = middle - 1;
    }
    return this.all[low];
  }

  /** The sheets that hold a part of [start, end). */
  between(start, end) {
    return this.all.slice(this.sheetOf(start).n - 1, this.sheetOf(Math.max(start, end - 1)).n);
  }

  rects(start, end) {
    return this.between(start, end).filter((one) => one.painted || one.ready).flatMap((one) => this.rectsOn(one, start, end));
  }

  snap(start, end) {
    return [this.sheetOf(start).before(start), this.sheetOf(Math.max(0, end)).after(end)];
  }

  /** The next place for the caret, or the one before; over the end of a sheet the next one begins. */
  async step(offset, way) {
    const sheet = await this.made(this.sheetOf(way < 0 && offset > 0 ? offset - 1 : offset));
    if (!sheet.text) return way < 0 ? Math.max(0, sheet.start - 1) : this.all[sheet.n]?.start ?? offset;
    if (way > 0) return offset >= sheet.end ? this.all[sheet.n]?.start ?? offset : sheet.after(offset + 1);
    return offset > sheet.end ? sheet.end : Math.max(0, sheet.before(offset - 1));
  }

  /** The end of this word or the next; the start of this one or the one before. */
  async word_step(offset, way) {
    for (let sheet = await this.made(this.sheetOf(way < 0 ? Math.max(0, offset - 1) : offset)); sheet; sheet = this.all[sheet.n - 1 + way]) {
      await this.made(sheet);
      if (!sheet.text) continue;
      const word = way > 0 ? sheet.words.find(([, end]) => end > offset) : sheet.words.findLast(([start]) => start < offset);
      if (word) return way > 0 ? word[1] : word[0];
    }
    return way > 0 ? this.all.at(-1).end : 0;
  }

  // ---- what is painted over the words

  /** Paint ranges as of a class, such as "selected" or "hit", on every sheet that is near; none takes them away. */
  mark(kind, ranges) {
    if (ranges.length) this.marks.set(kind, ranges);
    else this.marks.delete(kind);
    for (const sheet of this.sheets()) this.paintKind(sheet, kind);
  }

  paint(sheet) {
    for (const kind of this.marks.keys()) this.paintKind(sheet, kind);
    this.paintCaret(sheet);
  }

  paintKind(sheet, kind) {
    let group = [...sheet.mine.children].find((one) => one.dataset.kind === kind);
    if (!group) {
      group = drawn("g", { "data-kind": kind });
      sheet.mine.prepend(group);
    }
    const boxes = (this.marks.get(kind) ?? []).filter(([start, end]) => start < sheet.end && end > sheet.start)
      .flatMap(([start, end]) => this.rectsOn(sheet, start, end));
    group.replaceChildren(...boxes.map(({ left, top, width, height }) => drawn("rect", { class: kind, x: left, y: top, width, height })));
  }

  /** Draw the caret at an offset; null takes it away. */
  caret(offset) {
    this.caretAt = offset;
    for (const sheet of this.sheets()) this.paintCaret(sheet);
  }

  paintCaret(sheet) {
    sheet.mine.querySelector(".caret")?.remove();
    if (this.caretAt === null || this.sheetOf(this.caretAt) !== sheet) return;
    const box = this.caretRect(this.caretAt);
    if (!box) return;
    sheet.mine.append(drawn("line", { class: "caret", x1: box.left, y1: box.top, x2: box.left + box.width, y2: box.top + box.height }));
  }

  /** Scroll a box of a sheet into view, if it is not there; `to` "top" brings it to the top. */
  bringIntoView(sheet, { left, top, width, height }, to = "nearest") {
    const face = sheet.face.getBoundingClientRect(), view = this.surface.getBoundingClientRect();
    const y = face.top + top * sheet.scale - view.top, high = height * sheet.scale, room = this.surface.clientHeight;
    const edge = Math.min(60, room / 6);
    if (to === "top") this.surface.scrollTop += y - 24;
    else if (y < edge / 3) this.surface.scrollTop += y - edge;
    else if (y + high > room - edge / 3) this.surface.scrollTop += high > room - 2 * edge ? y - edge : y + high - room + edge;
    const x = face.left + left * sheet.scale - view.left, wide = Math.min(width * sheet.scale, this.surface.clientWidth - 40);
    if (x < 0) this.surface.scrollLeft += x - 20;
    else if (x + wide > this.surface.clientWidth) this.surface.scrollLeft += x + wide - this.surface.clientWidth + 20;
  }

  async reveal(offset, end = offset) {
    const sheet = this.sheetOf(offset);
    if (!sheet.near) this.bringIntoView(sheet, { left: 0, top: 0, width: 0, height: 1 }, "top");
    sheet.near = true;
    await this.bring(sheet);
    const box = this.rectsOn(sheet, offset, Math.max(end, offset + 1))[0] ?? this.caretRect(offset);
    if (box) this.bringIntoView(sheet, box);
  }

  /** The sheet in view: the first whose middle or end is on the upper half. */
  get inView() {
    const view = this.surface.getBoundingClientRect(), line = view.top + Math.min(view.height / 3, this.surface.scrollTop);
    let low = 0, high = this.all.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.all[middle].element.getBoundingClientRect().bottom >= line) high = middle;
      else low = middle + 1;
    }
    return this.all[low];
  }
}
