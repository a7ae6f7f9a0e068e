// The text without its pages: parts are fetched as they come near; the browser sets the lines, we ask it where letters stand.

const module = (name) => import([...document.scripts].find((one) => one.src.includes(`/${name}?`)).src);
const { Points, continuing, wholeWords } = await module("reader_text.js");
const { Pane, Sheet } = await module("reader_pane.js");

const LETTER = 0.19;  // rem of height that a letter takes before its part is there: a guess that only moves the scroll bar

export class WordsPane extends Pane {
  constructor(surface, place, { parts, get, texts, paged }) {
    super(surface, "text");
    Object.assign(this, { place, get, texts, paged });
    this.begin(parts.map(([start, end], number) => {
      const element = document.createElement("article"), face = document.createElement("div");
      element.className = "leaf";
      element.dataset.n = number + 1;
      element.setAttribute("aria-label", texts[paged ? "page_of" : "part_of"].replace("{n}", number + 1).replace("{of}", parts.length));
      face.className = "face";
      face.style.minHeight = `${(1 + (end - start) * LETTER / 10).toFixed(1)}rem`;
      element.append(face);
      place.append(element);
      const sheet = new Sheet(number + 1, start, end, element);
      sheet.blocks = [];
      return sheet;
    }));
    let wide = 0;
    new ResizeObserver(() => {
      if (place.hidden || place.clientWidth === wide) return;
      wide = place.clientWidth;
      for (const sheet of this.sheets()) {
        this.paint(sheet);
        this.emit("laid", sheet);
      }
    }).observe(place);
  }

  bring(sheet) {
    return this.place.hidden ? Promise.resolve() : super.bring(sheet);
  }

  async make(sheet) {
    const { text, blocks } = await this.get(sheet.n);
    const points = new Points(text);
    const made = blocks.map(([start, end, kind, level]) => {
      const element = document.createElement("p"), words = points.slice(start - sheet.start, end - sheet.start);
      element.className = `k-${kind}`;
      element.dataset.at = start;
      if (kind === "h") {
        element.setAttribute("role", "heading");
        element.setAttribute("aria-level", Math.min(6, level + 1));
        element.dataset.level = level;
      }
      const node = document.createTextNode(words);
      element.append(node);
      return { start, end, element, node, points: new Points(words) };
    });
    const above = sheet.element.getBoundingClientRect().bottom < this.surface.getBoundingClientRect().top;
    const before = sheet.element.offsetHeight;
    sheet.face.style.minHeight = "";
    sheet.face.prepend(...made.map((one) => one.element));
    if (!made.length) sheet.face.prepend(this.empty());
    if (above) this.surface.scrollTop += sheet.element.offsetHeight - before;
    Object.assign(sheet, { blocks: made, text: points, joined: continuing(text) });
  }

  empty() {
    const note = document.createElement("p");
    note.className = "soft";
    note.textContent = this.texts.no_text;
    return note;
  }

  // ---- points and places; a sheet's boxes are in pixels from its corner

  blockOf(sheet, offset) {
    return sheet.blocks.findLast((one) => one.start <= offset) ?? sheet.blocks[0] ?? null;
  }

  /** The boxes of the lines of some letters of a block, in pixels of the window. */
  lines(block, start, end) {
    const range = document.createRange();
    range.setStart(block.node, block.points.unit(start - block.start));
    range.setEnd(block.node, block.points.unit(end - block.start));
    return [...range.getClientRects()].filter((one) => one.width > 0 && one.height > 0);
  }

  rectsOn(sheet, start, end) {
    const face = sheet.face.getBoundingClientRect(), found = [];
    for (const block of sheet.blocks) {
      if (block.end <= start || block.start >= end) continue;
      for (const one of this.lines(block, Math.max(start, block.start), Math.min(end, block.end)))
        found.push({ sheet, left: one.left - face.left, top: one.top - face.top, width: one.width, height: one.height, way: 0 });
    }
    return found;
  }

  caretRect(offset) {
    const sheet = this.sheetOf(offset), block = this.blockOf(sheet, offset);
    if (!block) return null;
    const at = Math.min(offset, block.end);
    for (const [from, to, side] of [[at, sheet.after(at + 1), "left"], [sheet.before(at - 1), at, "right"]]) {
      const box = from >= block.start && to <= block.end && (side === "left" ? this.lines(block, from, to)[0] : this.lines(block, from, to).at(-1));
      if (!box) continue;
      const face = sheet.face.getBoundingClientRect();
      return { sheet, left: box[side] - face.left, top: box.top - face.top, width: 0, height: box.height };
    }
    return null;
  }

  hit(x, y) {
    const view = this.surface.getBoundingClientRect();
    const inside = [Math.min(Math.max(x, view.left + 1), view.right - 2), Math.min(Math.max(y, view.top + 1), view.bottom - 2)];
    return this.direct(...inside) ?? this.beside(...inside);
  }

  /** The place that the browser tells for a point on letters. */
  direct(x, y) {
    const told = document.caretPositionFromPoint?.(x, y) ?? rangeAt(x, y);
    if (told?.offsetNode?.nodeType !== Node.TEXT_NODE) return null;
    const sheet = this.of.get(told.offsetNode.parentElement?.closest(".leaf"));
    const block = sheet?.blocks.find((one) => one.node === told.offsetNode);
    if (!block) return null;
    const box = block.element.getBoundingClientRect();
    if (y < box.top || y > box.bottom) return null;
    const point = block.points.point(told.offset);
    return sheet.before(block.start + point);
  }

  /** The place nearest to a point where no letters are. */
  beside(x, y) {
    const sheet = this.nearest(this.all.filter((one) => one.near && one.blocks.length), (one) => one.element, y);
    const block = sheet && this.nearest(sheet.blocks, (one) => one.element, y);
    if (!block) return null;
    const line = this.nearest(this.lines(block, block.start, block.end), null, y);
    if (!line) return block.start;
    if (x >= line.right) return this.direct(line.right - 1, line.top + line.height / 2) ?? block.end;
    return this.direct(Math.max(x, line.left + 1), line.top + line.height / 2) ?? block.start;
  }

  nearest(some, element, y) {
    let best = null, least = Infinity;
    for (const one of some) {
      const box = element ? element(one).getBoundingClientRect() : one, far = Math.max(box.top - y, 0, y - box.bottom);
      if (far < least) [best, least] = [one, far];
    }
    return best;
  }

  word(x, y) {
    const at = this.hit(x, y);
    if (at === null) return null;
    const sheet = this.sheetOf(at);
    sheet.kept ??= wholeWords(sheet.text).map(([start, end]) => [start + sheet.start, end + sheet.start]);
    return sheet.kept.find(([start, end]) => start <= at && at < end) ?? sheet.kept.find(([, end]) => end === at) ?? this.snap(at, at + 1);
  }

  lineOf(offset) {
    const caret = this.caretRect(offset);
    if (!caret) return [offset, offset];
    const { sheet } = caret, face = sheet.face.getBoundingClientRect(), y = face.top + caret.top + caret.height / 2;
    const block = this.blockOf(sheet, offset);
    const line = this.nearest(this.lines(block, block.start, block.end), null, y);
    const start = this.direct(line.left + 0.5, y) ?? block.start, end = this.direct(line.right - 0.5, y) ?? block.end;
    return [Math.min(start, offset), Math.max(end, offset)];
  }

  async vertical(offset, way, goal) {
    await this.reveal(offset);
    const caret = this.caretRect(offset);
    if (!caret) return this.step(offset, way);
    const { sheet } = caret, face = sheet.face.getBoundingClientRect();
    const x = goal === null ? face.left + caret.left : goal + face.left, high = caret.height;
    let y = face.top + caret.top + (way > 0 ? high * 1.5 : -high / 2);
    const view = this.surface.getBoundingClientRect();
    if (y < view.top + high || y > view.bottom - high) {
      this.surface.scrollTop += way * Math.min(view.height / 3, 10 * high);
      await new Promise(requestAnimationFrame);
      y += face.top - sheet.face.getBoundingClientRect().top ? sheet.face.getBoundingClientRect().top - face.top : 0;
    }
    for (let tries = 0; tries < 6; tries++, y += way * high / 2) {
      const found = this.hit(x, y);
      if (found !== null && (way > 0 ? found > offset : found < offset)) {
        const box = this.caretRect(found), moved = box && box.sheet.face.getBoundingClientRect().top + box.top;
        if (box && way * (moved - (sheet.face.getBoundingClientRect().top + caret.top)) > 1) return found;
      }
    }
    return way > 0 ? this.blockOf(sheet, offset).end < sheet.end ? this.step(this.blockOf(sheet, offset).end, 1) : this.step(sheet.end, 1) : this.step(this.blockOf(sheet, offset).start, -1);
  }

  /** A screenful further. */
  async turn(offset, way) {
    const view = this.surface.getBoundingClientRect();
    this.surface.scrollTop += way * view.height * 0.9;
    await new Promise(requestAnimationFrame);
    const sheet = this.inView;
    sheet.near = true;
    await this.bring(sheet);
    const found = this.hit(view.left + view.width / 2 - 200, view.top + 12);
    if (found === null || (way > 0 ? found <= offset : found >= offset)) return way > 0 ? this.all.at(-1).end : 0;
    return found;
  }

  ahead(sheet) {
    return this.place.hidden ? Promise.resolve() : this.made(sheet);
  }
}

function rangeAt(x, y) {  // the older name of the same
  const range = document.caretRangeFromPoint?.(x, y);
  return range ? { offsetNode: range.startContainer, offset: range.startOffset } : null;
}
