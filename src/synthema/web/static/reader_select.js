// Selecting without the browser's own selection: a press, a drag and keys give places in the text; what is painted is what is kept.

const module = (name) => import([...document.scripts].find((one) => one.src.includes(`/${name}?`)).src);
const { kept, merged } = await module("reader_text.js");
const { drawn } = await module("reader_pane.js");

const MOVED = 3;  // pixels: less is a click
const HOLD = 450;  // ms: a finger that rests selects

export class Selection {
  /** `desk` gives pane, surface, sentenceAt, points(start, end), told(selection). */
  constructor(desk) {
    Object.assign(this, { desk, ranges: [], regions: [], words: "", pieces: [], raw: [], turn: 0, drag: null, known: Promise.resolve() });
    const { surface } = desk;
    surface.addEventListener("pointerdown", (event) => this.press(event));
    surface.addEventListener("pointermove", (event) => this.move(event));
    surface.addEventListener("pointerup", (event) => this.release(event));
    surface.addEventListener("pointercancel", () => this.cancel());
    surface.addEventListener("touchmove", (event) => this.drag && event.preventDefault(), { passive: false });
    surface.addEventListener("contextmenu", (event) => event.pointerType === "touch" && event.preventDefault());
    surface.addEventListener("copy", (event) => this.copied(event));
    document.addEventListener("copy", (event) => !event.defaultPrevented && document.activeElement === document.body && this.copied(event));
    surface.addEventListener("shown", ({ detail: { sheet } }) => this.paintRegions(sheet));
  }

  get empty() {
    return !this.ranges.length && !this.regions.length;
  }

  // ---- pointers

  press(event) {
    if (event.button !== 0 || event.target.closest("a, button, input")) return;
    if (event.pointerType === "touch") this.hold(event);
    else this.start(event);
  }

  /** A finger scrolls, unless it rests first. */
  hold(event) {
    clearTimeout(this.held);
    this.down = { x: event.clientX, y: event.clientY };
    this.held = setTimeout(() => this.start(event, true), HOLD);
  }

  start(event, byWord = false) {
    const { clientX: x, clientY: y } = event, { pane, surface } = this.desk;
    const page = pane.pointOn?.(x, y);
    const area = page && (event.altKey || page.sheet.bare);
    const at = area ? null : pane.hit(x, y);
    if (!area && at === null) return;
    surface.setPointerCapture(event.pointerId);
    this.desk.focus();
    const clicks = event.pointerType === "touch" ? 2 : this.clicks(event);
    const add = event.ctrlKey || event.metaKey;
    const held = add ? [...this.ranges] : [];
    const unit = area ? null : this.unitAt(byWord ? 2 : clicks, x, y, at);
    const from = event.shiftKey && this.anchor !== undefined && !area ? [this.anchor, this.anchor] : unit ?? [at, at];
    this.drag = { x, y, at, from, unit: byWord ? 2 : clicks, held, area, page, moved: Boolean(unit) || event.shiftKey, touch: byWord };
    if (!area && !event.shiftKey) this.anchor = from[0];
    if (!add && !event.shiftKey) this.regions = area ? this.regions : [];
    if (area) return;
    if (unit || event.shiftKey) this.preview(...over(from, unit ?? [at, at]));
    else if (!add) this.preview(at, at);
  }

  clicks({ clientX, clientY, timeStamp }) {
    const last = this.lastPress;
    const again = last && timeStamp - last.when < 450 && Math.hypot(clientX - last.x, clientY - last.y) < 5;
    this.lastPress = { x: clientX, y: clientY, when: timeStamp, count: again ? (last.count % 3) + 1 : 1 };
    return this.lastPress.count;
  }

  /** The word or the sentence at a point; null for a single press. */
  unitAt(clicks, x, y, at) {
    if (clicks === 2) return this.desk.pane.word(x, y);
    return clicks === 3 ? this.desk.sentenceAt(at) : null;
  }

  move(event) {
    const { drag } = this;
    if (!drag) {
      if (this.down && Math.hypot(event.clientX - this.down.x, event.clientY - this.down.y) > 8) clearTimeout(this.held);
      return;
    }
    const { clientX: x, clientY: y } = event;
    if (!drag.moved && Math.hypot(x - drag.x, y - drag.y) < MOVED) return;
    drag.moved = true;
    drag.last = { x, y };
    if (drag.area) this.stretch(x, y);
    else {
      const at = this.desk.pane.hit(x, y, drag.from[0]);
      if (at !== null) this.preview(...over(drag.from, drag.unit > 1 ? this.unitAt(drag.unit, x, y, at) ?? [at, at] : [at, at]));
    }
    this.scrollAlong(y);
  }

  /** Beyond the edge of the text it moves under the pointer, the faster the further. */
  scrollAlong(y) {
    const view = this.desk.surface.getBoundingClientRect();
    const over = y < view.top ? y - view.top : y > view.bottom ? y - view.bottom : 0;
    clearInterval(this.along);
    if (over) this.along = setInterval(() => {
      this.desk.surface.scrollTop += Math.sign(over) * Math.min(3 + Math.abs(over) / 6, 40);
      const { last } = this.drag ?? {};
      if (last) this.move({ clientX: last.x, clientY: last.y });
    }, 30);
  }

  release(event) {
    clearTimeout(this.held);
    this.down = null;
    const { drag } = this;
    if (drag?.moved && event.clientX !== undefined && drag.last) this.move(event);
    clearInterval(this.along);
    this.drag = null;
    if (!drag) return;
    if (!drag.moved) this.clicked(event, drag);
    else if (drag.area) this.stretched(drag);
    else this.settle([...drag.held, this.raw], this.regions);
  }

  clicked(event, drag) {
    if (drag.area) return;
    this.desk.caretTo(drag.at);
    if (!event.ctrlKey && !event.metaKey && !this.empty) this.clear();
    this.desk.surface.dispatchEvent(new CustomEvent("pressed", { detail: { offset: drag.at, x: drag.x, y: drag.y, event } }));
  }

  cancel() {
    clearTimeout(this.held);
    clearInterval(this.along);
    if (this.drag) this.set(this.ranges);
    this.drag = null;
  }

  /** Paint what a drag selects so far. */
  preview(start, end) {
    const [s, e] = start < end ? this.desk.pane.snap(start, end) : [start, end];
    this.raw = [s, e];
    const shown = merged([...(this.drag?.held ?? []), ...(s < e ? [[s, e]] : [])]);
    this.desk.pane.mark("selected", shown);
    this.desk.previewed(shown);
    this.desk.surface.dispatchEvent(new CustomEvent("selecting", { detail: { ranges: shown, regions: this.regions } }));
  }

  // ---- areas of a page, in hundredths of a point

  stretch(x, y) {
    const { sheet, x: fromX, y: fromY } = this.drag.page, face = sheet.face.getBoundingClientRect();
    const to = [(x - face.left) / sheet.scale, (y - face.top) / sheet.scale];
    const within = (place, most) => Math.round(Math.min(Math.max(place, 0), most));
    const across = [within(fromX, sheet.width), within(to[0], sheet.width)].sort((one, other) => one - other);
    const down = [within(fromY, sheet.height), within(to[1], sheet.height)].sort((one, other) => one - other);
    this.drag.region = { page: sheet.n, left: across[0], top: down[0], right: across[1], bottom: down[1] };
    this.paintRegions(sheet, this.drag.region);
  }

  stretched({ region, held }) {
    const kept = region && region.right - region.left > 100 && region.bottom - region.top > 100;
    this.settle(held.length ? held : this.ranges, [...this.regions, ...(kept ? [region] : [])]);
  }

  paintRegions(sheet, more = null) {
    if (this.desk.pane.kind !== "pages" || !sheet) return;
    for (const old of sheet.mine.querySelectorAll(".area")) old.remove();
    for (const { page, left, top, right, bottom } of [...this.regions, ...(more ? [more] : [])])
      if (page === sheet.n) sheet.mine.append(drawn("rect", { class: "area", x: left, y: top, width: right - left, height: bottom - top }));
  }

  // ---- what is selected

  /** Select these ranges: parted where a page ends, without white space at their ends, as they will be stored. */
  async settle(raw, regions = []) {
    const turn = ++this.turn;
    this.known = this.trimmed(raw.filter(([start, end]) => start < end)).then((found) => {
      if (turn !== this.turn) return;
      this.ranges = found.map(([start, end]) => [start, end]);
      this.regions = regions;
      this.pieces = found.map(([, , words]) => words);
      this.words = this.pieces.join("\n");
      this.paint();
      this.tell();
    }, () => {  // the words cannot be fetched now: what was selected before stays
      if (turn !== this.turn) return;
      this.paint();
      this.tell();
      this.desk.aloud(this.desk.texts.lost);
    });
    return this.known;
  }

  async trimmed(raw) {
    const found = [];
    for (const [start, end] of merged(raw)) {
      const { points, from } = await this.desk.points(start, end);
      for (const [s, e] of kept(points, start - from, end - from)) found.push([s + from, e + from, points.slice(s, e)]);
    }
    return found;
  }

  paint() {
    this.desk.pane.mark("selected", this.ranges);
    for (const sheet of this.desk.pane.sheets()) this.paintRegions(sheet);
  }

  tell() {
    const { ranges, words, regions } = this;
    this.desk.told(this);
    this.desk.surface.dispatchEvent(new CustomEvent("selected", { detail: { ranges, words, regions } }));
  }

  /** What is selected, its words surely there. */
  async settled() {
    await this.known;
    const { ranges, words, regions } = this;
    return { ranges, words, regions };
  }

  async set(ranges, { reveal = false } = {}) {
    const snapped = ranges.filter(([start, end]) => start < end);
    if (snapped.length) {
      this.anchor = snapped[0][0];
      this.desk.caret.offset = snapped.at(-1)[1];  // keys go on from its end
      this.desk.caret.from = this.desk.caret.goal = null;
      this.desk.pane.caret(this.desk.caret.offset);
      if (reveal) await this.desk.pane.reveal(snapped[0][0], snapped[0][1]);
    }
    await this.settle(snapped, []);
  }

  /** Select from the anchor of the keys to a place. */
  extend(from, to) {
    this.anchor = from;
    return this.settle([[Math.min(from, to), Math.max(from, to)]], []);
  }

  clear() {
    return this.settle([], []);
  }

  copied(event) {
    if (!this.words) return;
    event.clipboardData.setData("text/plain", this.words);
    event.preventDefault();
  }
}

/** From the outer ends of two stretches, in either direction. */
function over([s, e], [t, u]) {
  return [Math.min(s, t), Math.max(e, u)];
}
