// The desk: both panes, selection, caret, find and outline put together; coding works on what `ready` gives.

const module = (name) => import([...document.scripts].find((one) => one.src.includes(`/${name}?`)).src);
const { say } = await module("app.js");
const { Points, sentenceAround } = await module("reader_text.js");
const { PagesPane } = await module("reader_pages.js");
const { WordsPane } = await module("reader_words.js");
const { Selection } = await module("reader_select.js");
const { Caret } = await module("reader_caret.js");
const { finds } = await module("reader_find.js");
const { outlines } = await module("reader_outline.js");
const { areas } = await module("reader_area.js");

const json = (id) => JSON.parse(document.getElementById(id).textContent);
const SEEN = 7000;  // ms that a message is seen
const MOST_SHOWN = 1200;  // letters of a selection that the bar shows whole; of more, both ends

class Desk {
  constructor(root) {
    const told = json("desk-told"), { dataset } = root;
    Object.assign(this, { root, texts: json("desk-texts"), document: dataset.document, sha: dataset.sha, length: told.length, parts: told.parts, cut: told.cut, sentences: null, held: new Map(), placed: false });
    this.surface = root.querySelector("#surface");
    const pages = root.querySelector("#leaves-pages"), words = root.querySelector("#leaves-text");
    if (pages) pages.hidden = dataset.view === "text";
    this.panes = {
      pages: pages && new PagesPane(this.surface, pages, { boxes: dataset.boxes, picture: dataset.picture, version: told.boxes, texts: this.texts, say }),
      text: new WordsPane(this.surface, words, { parts: told.parts, get: (n) => this.part(n), texts: this.texts, paged: told.paged }),
    };
    this.view = dataset.view;
    this.selection = new Selection(this);
    this.caret = new Caret(this);
  }

  get pane() {
    return this.panes[this.view];
  }

  get sheets() {
    return (this.panes.pages ?? this.panes.text).all;
  }

  focus() {
    this.surface.focus({ preventScroll: true });
  }

  say(words) {
    say(words, true);
  }

  /** Say something that everybody should notice, to see and to hear. */
  aloud(words) {
    this.murmur(words);
    if (this.root.querySelector("#told")) return;  // the page has a line of its own for what is to be seen
    const seen = this.root.querySelector("#desk-seen");
    seen.textContent = words;
    seen.hidden = !words;
    clearTimeout(this.seeing);
    this.seeing = setTimeout(() => { seen.hidden = true; }, SEEN);
  }

  /** Say something to those who listen: where the caret is, what is selected; others see it. */
  murmur(words) {
    this.root.querySelector("#desk-aloud").textContent = words.length > 400 ? `${words.slice(0, 400)}…` : words;
  }

  pageWords(sheet) {
    const label = this.sheets[sheet.n - 1]?.label, { texts } = this, all = this.pane.all.length;
    const pattern = label && label !== String(sheet.n) ? texts.label_of.replace("{label}", label) : texts.page_of;
    return pattern.replace("{n}", sheet.n).replace("{of}", all);
  }

  // ---- words

  /** A part of the text, fetched once: {part, start, end, text, blocks}. */
  part(n) {
    if (!this.held.has(n)) {
      const url = `${this.root.dataset.words.replace("/0.json", `/${n}.json`)}?v=${this.cut}`;
      const got = fetch(url, { headers: { Accept: "application/json" } }).then((answer) => {
        if (!answer.ok) throw new Error(`part ${n} was answered with ${answer.status}`);
        return answer.json();
      });
      this.held.set(n, got);
      got.catch(() => this.held.delete(n));
    }
    return this.held.get(n);
  }

  /** The letters of the parts that hold [start, end): {points, from}. */
  async points(start, end) {
    const sheets = this.pane.between(start, end);
    const texts = await Promise.all(sheets.map(async (one) => one.text?.text ?? (await this.part(one.n)).text));
    const whole = texts.map((text, at) => text + "\f".repeat(sheets[at + 1] ? sheets[at + 1].start - sheets[at].end : 0)).join("");
    return { points: sheets.length === 1 && sheets[0].text ? sheets[0].text : new Points(whole), from: sheets[0].start };
  }

  async text(start, end) {
    const { points, from } = await this.points(start, end);
    return points.slice(start - from, end - from);
  }

  async words(ranges) {
    return (await Promise.all(ranges.map(([start, end]) => this.text(start, end)))).join("\n");
  }

  /** The sentence at a place: of `sentences` where somebody gave them, else by its marks. */
  sentenceAt(offset) {
    const known = this.sentences, at = known ? known.starts.findLastIndex((start) => start <= offset) : -1;
    if (at >= 0 && offset < known.ends[at]) return [known.starts[at], known.ends[at]];
    const sheet = this.pane.sheetOf(offset);
    if (!sheet.text) return [offset, offset];
    return sentenceAround(sheet.text, offset - sheet.start).map((place) => place + sheet.start);
  }

  // ---- going somewhere

  async show(view) {
    if (!this.panes[view] || view === this.view) return;
    const at = this.caret.offset, before = this.pane;
    this.view = view;
    this.root.dataset.view = view;
    for (const [kind, pane] of Object.entries(this.panes)) if (pane) pane.place.hidden = kind !== view;
    this.pane.lay?.();
    for (const [kind, ranges] of before.marks) this.pane.mark(kind, ranges);
    this.tools();
    await this.pane.reveal(this.selection.ranges[0]?.[0] ?? at);
    this.pane.caret(at);
    for (const sheet of this.pane.sheets()) this.pane.paint(sheet);
    this.surface.dispatchEvent(new CustomEvent("view", { detail: { view } }));
  }

  async reveal(start, end = start, { flash = false } = {}) {
    await this.pane.reveal(start, end);
    if (!flash) return;
    this.pane.mark("flash", [[start, Math.max(end, start + 1)]]);
    clearTimeout(this.flashing);
    this.flashing = setTimeout(() => this.pane.mark("flash", []), 2500);
  }

  /** Go to a place, with the caret; `top` brings its page or line to the top. */
  async jump(offset, { top = false } = {}) {
    const sheet = this.pane.sheetOf(offset);
    if (top && offset === sheet.start) this.pane.bringIntoView(sheet, { left: 0, top: 0, width: 0, height: 1 }, "top");
    else {
      await this.pane.reveal(offset);
      const box = top && this.pane.caretRect(offset);
      if (box) this.pane.bringIntoView(sheet, box, "top");
    }
    sheet.near = true;
    await this.pane.bring(sheet);
    this.caretTo(offset);
  }

  /** The caret to a place, without moving what is in view and without dropping the selection. */
  caretTo(offset) {
    this.caret.offset = offset;
    this.caret.from = this.caret.goal = null;
    this.selection.anchor = offset;
    this.pane.caret(offset);
  }

  // ---- what is selected, shown before anything is kept

  told({ ranges, words, pieces, regions }) {
    const place = this.root.querySelector("#desk-selected"), { texts } = this;
    const some = ranges.length > 0 || regions.length > 0;
    for (const id of ["copy-selected", "drop-selected"]) this.root.querySelector(`#${id}`).hidden = id === "copy-selected" ? !words : !some;
    if (!some) {
      place.textContent = texts.nothing;
      return;
    }
    const letters = new Points(words).length;
    const shown = words.length > MOST_SHOWN ? [`${words.slice(0, MOST_SHOWN / 2)} […] ${words.slice(-MOST_SHOWN / 2)}`] : pieces;
    place.replaceChildren(...shown.map((one) => span("range", one)), ...regions.map(({ page }) => span("range", texts.region.replace("{n}", page))), " ", span("count", words ? texts.letters.replace("{n}", letters.toLocaleString()) : ""));
    this.murmur((ranges.length > 1 ? texts.selected_more.replace("{n}", ranges.length) : texts.selected).replace("{words}", words || regions.map(({ page }) => texts.region.replace("{n}", page)).join(", ")));
  }

  /** The words under a drag so far, where they are at hand. */
  previewed(ranges) {
    const place = this.root.querySelector("#desk-selected");
    const words = ranges.map(([start, end]) => this.pane.between(start, end).filter((one) => one.text)
      .map((one) => one.text.slice(Math.max(0, start - one.start), Math.min(end, one.end) - one.start)).join(" "));
    const whole = words.join(" … ");
    place.textContent = whole.length > MOST_SHOWN ? `${whole.slice(0, MOST_SHOWN / 2)} […] ${whole.slice(-MOST_SHOWN / 2)}` : whole || this.texts.nothing;
  }

  async copy() {
    const { words } = await this.selection.settled();
    if (!words) return;
    try {
      await navigator.clipboard.writeText(words);
      this.aloud(this.texts.copied);
    } catch {
      this.aloud(this.texts.not_copied);
    }
  }

  // ---- tools

  tools() {
    const other = this.root.querySelector("#view-other"), zoom = this.root.querySelector(".zoom");
    other?.setAttribute("aria-pressed", String(this.view === "text"));
    if (zoom) zoom.hidden = this.view === "text";
  }

  listen() {
    const on = (id, act) => this.root.querySelector(`#${id}`)?.addEventListener("click", act);
    const { pages } = this.panes;
    on("view-other", () => this.show(this.view === "text" ? "pages" : "text").then(() => this.focus()));
    on("zoom-in", () => pages.zoomBy(1));
    on("zoom-out", () => pages.zoomBy(-1));
    on("zoom-fit", () => pages.zoomBy(0));
    on("copy-selected", () => this.copy());
    on("drop-selected", () => this.selection.clear().then(() => this.focus()));
    this.surface.addEventListener("zoomed", ({ detail: { factor } }) => this.zoomed(factor));
    this.surface.addEventListener("keydown", (event) => {
      if (event.key === "=" && !event.ctrlKey && !event.metaKey) this.root.querySelector("#zoom-in")?.click();
    });
    this.surface.addEventListener("focus", () => this.pane.caret(this.caret.offset));
    if (pages) this.zoomed(pages.factor);
    this.forgetSaid();
    this.tools();
  }

  /** What the page said above goes when somebody works on, once it was there long enough to be read. */
  forgetSaid() {
    const said = document.getElementById("said");
    let since = performance.now();
    new MutationObserver(() => { since = performance.now(); }).observe(said, { childList: true });
    for (const name of ["keydown", "pointerdown"])
      this.surface.addEventListener(name, () => performance.now() - since > SEEN && said.firstElementChild && said.replaceChildren());
  }

  zoomed(factor) {
    const now = this.root.querySelector("#zoom-now");
    if (now && factor) now.textContent = `${Math.round(factor * 100)} %`;
  }

  /** Where the address says to begin: ?at=120-180 or ?page=7. */
  async begin() {
    const asked = new URLSearchParams(location.search), at = /^(\d{1,9})(?:-(\d{1,9}))?$/.exec(asked.get("at") ?? "");
    const page = /^\d{1,5}$/.test(asked.get("page") ?? "") ? this.sheets[Number(asked.get("page")) - 1] : null;
    const start = at ? Math.min(Number(at[1]), this.length) : page?.start ?? 0;
    this.placed = Boolean(at || page);
    this.caretTo(start);
    if (at) await this.reveal(start, Math.min(Number(at[2] ?? start), this.length), { flash: true });
    else if (page) await this.jump(start, { top: true });
    this.pane.caret(start);
  }
}

function span(kind, words) {
  const made = document.createElement("span");
  made.className = kind;
  made.textContent = words;
  return made;
}

/** Have all pages drawn and measured, four at a time, while nothing else is to do, so that leafing never waits. */
async function warm(desk) {
  const { pages } = desk.panes;
  if (!pages || navigator.connection?.saveData) return;
  const idle = () => new Promise((resolve) => (window.requestIdleCallback ?? setTimeout)(resolve));
  const from = pages.inView.n - 1;
  for (let step = 0; step < Math.min(pages.all.length, 400); step++) {
    await idle();
    if (desk.view !== "pages") return;
    const sheet = pages.all[(from + step) % pages.all.length];
    if (step < 12) await pages.ahead(sheet);
    else if (sheet.n % 4 === 1) await pages.prepare(sheet).catch(() => {});
  }
}

/** Set up the desk of a page. */
export async function open(root) {
  const desk = root.desk = new Desk(root);
  desk.listen();
  await desk.begin();
  finds(desk);
  outlines(desk);
  areas(desk);
  await desk.pane.made(desk.pane.sheetOf(desk.caret.offset));
  root.dataset.ready = "1";
  performance.mark("reader-ready");
  setTimeout(() => warm(desk), 1500);
  return desk;
}

const root = document.getElementById("desk");
export const ready = root ? open(root) : Promise.resolve(null);
