// A caret of our own: the text can be walked and selected by keys alone, and is said aloud where the caret goes.

const MOVES = {
  ArrowLeft: (caret, control) => caret.across(-1, control), ArrowRight: (caret, control) => caret.across(1, control),
  ArrowUp: (caret) => caret.vertical(-1), ArrowDown: (caret) => caret.vertical(1),
  Home: (caret, control) => (control ? 0 : caret.line()[0]), End: (caret, control) => (control ? caret.desk.length : caret.line()[1]),
  PageUp: (caret) => caret.desk.pane.turn(caret.offset, -1), PageDown: (caret) => caret.desk.pane.turn(caret.offset, 1),
};
const SAID = { " ": "space", "\n": "line_end" };

export class Caret {
  /** `desk` gives pane, surface, selection, length, texts, aloud, text. */
  constructor(desk) {
    Object.assign(this, { desk, offset: 0, from: null, goal: null, queue: Promise.resolve() });
    desk.surface.addEventListener("keydown", (event) => this.pressed(event));
  }

  pressed(event) {
    if (event.target !== this.desk.surface || event.altKey) return;
    const control = event.ctrlKey || event.metaKey;
    if (event.key === "Escape" && !this.desk.selection.empty) {
      this.desk.selection.clear();
      this.from = null;
      event.stopPropagation();
    } else if (control && event.key.toLowerCase() === "c") {
      this.desk.copy();
    } else if (control && event.key.toLowerCase() === "a") {
      const { start, end } = this.desk.pane.sheetOf(this.offset);
      this.desk.selection.extend(start, end);
    } else if (Object.hasOwn(MOVES, event.key)) {
      this.queue = this.queue.then(() => this.moved(event.key, control, event.shiftKey)).catch(() => {});
    } else return;
    event.preventDefault();
  }

  async moved(key, control, extend) {
    const { selection } = this.desk, before = this.offset;
    const upright = key === "ArrowUp" || key === "ArrowDown";
    if (!upright) this.goal = null;
    let to = await MOVES[key](this, control);
    if (!extend && !selection.empty && selection.ranges.length && (key === "ArrowLeft" || key === "ArrowRight") && !control)
      to = key === "ArrowLeft" ? selection.ranges[0][0] : selection.ranges.at(-1)[1];  // as everywhere: to the end of what was selected
    await this.set(to, { extend, from: before, reveal: !key.startsWith("Page") || this.desk.pane.kind === "text" || extend });
    await this.say(key, control, before);
  }

  across(way, control) {
    return control ? this.desk.pane.word_step(this.offset, way) : this.desk.pane.step(this.offset, way);
  }

  async vertical(way) {
    const { pane } = this.desk;
    await pane.made(pane.sheetOf(this.offset));
    this.goal ??= pane.caretRect(this.offset)?.left ?? null;
    return pane.vertical(this.offset, way, this.goal);
  }

  line() {
    return this.desk.pane.lineOf(this.offset);
  }

  /** Put the caret at a place; `extend` selects on the way. */
  async set(offset, { extend = false, reveal = true, from = this.offset } = {}) {
    const { desk } = this;
    this.offset = Math.min(Math.max(0, offset), desk.length);
    if (extend) {
      this.from ??= desk.selection.ranges.length === 1 ? desk.selection.ranges[0][0] : from;
      desk.pane.mark("selected", this.from === this.offset ? [] : [[Math.min(this.from, this.offset), Math.max(this.from, this.offset)]]);
    } else {
      this.from = null;
      desk.selection.anchor = this.offset;
    }
    if (reveal) await desk.pane.reveal(this.offset);
    desk.pane.caret(this.offset);
    if (extend) await desk.selection.extend(this.from, this.offset);
    else if (!desk.selection.empty) await desk.selection.clear();
    desk.surface.dispatchEvent(new CustomEvent("moved", { detail: { offset: this.offset } }));
  }

  focus() {
    this.desk.surface.focus({ preventScroll: true });
  }

  /** Say what the caret came to: a letter, a word, a line, or what is selected. */
  async say(key, control, before) {
    const { desk } = this, { texts, pane, selection } = desk;
    if (!selection.empty) return;  // the bar says it
    const at = this.offset;
    if (at === before) return desk.murmur(texts[at >= desk.length ? "end" : at <= 0 ? "begin" : "line_end"]);
    if ((key === "ArrowLeft" || key === "ArrowRight") && !control) {
      const letter = await desk.text(at, Math.min(desk.length, await pane.step(at, 1)));
      return desk.murmur(SAID[letter] ? texts[SAID[letter]] : letter === "\f" ? texts.page_end.replace("{n}", pane.sheetOf(at).n) : letter);
    }
    if (control && key.startsWith("Arrow")) {
      const sheet = pane.sheetOf(at), word = sheet.text && sheet.words.find(([start, end]) => start <= at && at <= end);
      return desk.murmur(word ? await desk.text(...word) : "");
    }
    const [start, end] = pane.lineOf(at);
    const page = key.startsWith("Page") && pane.kind === "pages" ? `${desk.pageWords(pane.sheetOf(at))}. ` : "";
    desk.murmur(page + (await desk.text(start, end)));
  }
}
