// The pages of a PDF: a picture of each, the places of its letters, and its words for those who listen.

const module = (name) => import([...document.scripts].find((one) => one.src.includes(`/${name}?`)).src);
const B = await module("reader_boxes.js");
const { Pane, Sheet } = await module("reader_pane.js");

const WIDTHS = [400, 800, 1200, 1600, 2400, 3200], ZOOMS = [0.5, 0.67, 0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2, 2.5, 3, 4];
const WIDEST_FIT = 1.5, PX = 96 / 7200;  // pixels of a hundredth of a point
const SEEN = { left: 0, top: 0, width: 0, height: 1 };

export class PagesPane extends Pane {
  constructor(surface, place, { boxes, picture, version, texts, say }) {
    super(surface, "pages");
    Object.assign(this, { place, boxesAt: boxes, pictureAt: picture, version, texts, say, zoom: 0 });
    this.begin([...place.querySelectorAll(".leaf")].map((element) => {
      const { n, start, end, width, height, label, broken } = element.dataset;
      const sheet = new Sheet(Number(n), Number(start), Number(end), element);
      Object.assign(sheet, { width: Number(width), height: Number(height), label, broken: broken !== undefined, page: null, why: "" });
      sheet.picture = element.querySelector(".picture");
      sheet.has = sheet.picture ? 1200 : 0;
      return sheet;
    }));
    this.lay();
    new ResizeObserver(() => this.zoom === 0 && this.lay()).observe(surface);
  }

  // ---- size

  /** Set the size of every page; what was in view stays there. */
  lay() {
    if (!this.surface.clientWidth || this.place.hidden) return;
    const top = this.inView, before = top.element.getBoundingClientRect(), view = this.surface.getBoundingClientRect().top;
    const share = before.height ? (view - before.top) / before.height : 0;
    const usual = this.all.map((one) => one.width).sort((one, other) => one - other)[this.all.length >> 1];
    const gutter = this.all[0].gutter.getBoundingClientRect().width;
    const style = getComputedStyle(this.place);
    const room = this.surface.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight) - gutter;
    const factor = this.zoom || Math.min(WIDEST_FIT, room / (usual * PX));
    if (factor === this.factor && room === this.room) return;
    Object.assign(this, { factor, room });
    for (const sheet of this.all) this.size(sheet);
    const after = top.element.getBoundingClientRect();
    if (before.height && share > 0) this.surface.scrollTop += after.top - view + share * after.height;
    for (const sheet of this.all) if (sheet.near) {
      this.draw(sheet);
      this.emit("laid", sheet);
    }
    this.surface.dispatchEvent(new CustomEvent("zoomed", { detail: { factor, fit: this.zoom === 0 } }));
  }

  size(sheet) {
    const fits = this.zoom ? Infinity : this.room / (sheet.width * PX);  // a page wider than the usual one is shown smaller
    sheet.scale = PX * Math.min(this.factor, fits);
    sheet.face.style.width = `${sheet.width * sheet.scale}px`;
    sheet.face.style.height = `${sheet.height * sheet.scale}px`;
    for (const svg of [sheet.ink, sheet.mine]) {
      svg.setAttribute("viewBox", `0 0 ${sheet.width} ${sheet.height}`);
      svg.setAttribute("preserveAspectRatio", "none");
    }
    sheet.element.classList.add("set");
    if (sheet.layer) sheet.layer.style.transform = `scale(${sheet.scale * 100})`;
  }

  /** Zoom in, out, or, with 0, to the width of the window. */
  zoomBy(way) {
    if (!way) this.zoom = 0;
    else if (way > 0) this.zoom = ZOOMS.find((one) => one > this.factor * 1.01) ?? ZOOMS.at(-1);
    else this.zoom = ZOOMS.findLast((one) => one < this.factor * 0.99) ?? ZOOMS[0];
    this.lay();
  }

  zoomTo(factor) {
    this.zoom = factor;
    this.lay();
  }

  // ---- pictures and places

  bring(sheet) {
    if (this.place.hidden) return Promise.resolve();
    this.draw(sheet);
    return super.bring(sheet);
  }

  /** Show the picture that fits its size; the one before stays until it is there. */
  draw(sheet) {
    if (sheet.broken) return;
    const width = this.widthOf(sheet);
    if (sheet.has >= width || sheet.asking >= width) return;
    sheet.asking = width;
    const picture = new Image();
    Object.assign(picture, { className: "picture", alt: "", draggable: false, decoding: "async" });
    picture.src = this.pictureOf(sheet, width);
    sheet.drawing = picture.decode().then(() => {
      if (sheet.asking !== width) return;
      if (sheet.picture) sheet.picture.replaceWith(picture);
      else sheet.face.prepend(picture);
      Object.assign(sheet, { picture, has: width, asking: 0 });
    }, () => {
      sheet.asking = 0;
      if (!sheet.picture) setTimeout(() => sheet.near && this.draw(sheet), 4000);
    });
  }

  /** The width, of those there are, at which a page is sharp now. */
  widthOf(sheet) {
    const wanted = sheet.width * sheet.scale * devicePixelRatio;
    return WIDTHS.find((one) => one >= wanted * 0.95) ?? WIDTHS.at(-1);
  }

  pictureOf(sheet, width) {
    return this.pictureAt.replace("0-0.webp", `${sheet.n}-${width}.webp`);
  }

  placesOf(sheet) {
    return fetch(`${this.boxesAt.replace("/0.json", `/${sheet.n}.json`)}?v=${this.version}`, { headers: { Accept: "application/json" } });
  }

  /** Let the server draw and measure a page, and its neighbours with it. */
  prepare(sheet) {
    return Promise.all([this.placesOf(sheet), sheet.broken || fetch(this.pictureOf(sheet, this.widthOf(sheet)))]);
  }

  async make(sheet) {
    const answer = await this.placesOf(sheet);
    if (answer.ok) this.measured(sheet, B.unpack(await answer.json()));
    else if (answer.status === 422) this.unmeasured(sheet, (await answer.json()).said);
    else throw new Error(`the places of page ${sheet.n} were answered with ${answer.status}`);
  }

  measured(sheet, page) {
    Object.assign(sheet, { page, text: page.text, joined: page.joined, width: page.width, height: page.height });
    this.size(sheet);
    if (!page.runs.length) this.bare(sheet);
    else (window.requestIdleCallback ?? setTimeout)(() => this.write(sheet));
  }

  /** A page without places: its areas can be selected, its words in the text beside. */
  unmeasured(sheet, why) {
    sheet.why = why;
    this.bare(sheet);
    const note = document.createElement("p");
    note.className = "note";
    note.textContent = this.texts.no_boxes.replace("{why}", why);
    sheet.face.append(note);
  }

  bare(sheet) {
    sheet.bare = true;
    sheet.element.classList.add("bare");
  }

  /** The words of a page, unseen, for screen readers and the browser's own search; each line where it stands. */
  write(sheet) {
    const layer = document.createElement("div");
    layer.className = "layer";
    pen.font = "100px sans-serif";
    for (const run of sheet.page.runs) {
      const words = sheet.page.text.slice(run.at, run.end), [left, top, right, bottom] = B.around(run.boxes);
      const one = document.createElement("span"), tall = run.way % 2 === 0 ? bottom - top : right - left;
      one.textContent = `${words}\n`;
      one.style.left = `${left / 100}px`;
      one.style.top = `${top / 100}px`;
      one.style.fontSize = `${tall / 100}px`;
      const wide = pen.measureText(words).width * tall / 10000;
      if (wide && run.way % 2 === 0) one.style.transform = `scaleX(${(right - left) / 100 / wide})`;
      layer.append(one);
    }
    layer.style.transform = `scale(${sheet.scale * 100})`;
    sheet.layer = layer;
    sheet.face.insertBefore(layer, sheet.ink);
  }

  // ---- points and places

  /** The sheet nearest to a point of the window, and the point on it. */
  pointOn(x, y) {
    let best = null, nearest = Infinity;
    for (const sheet of this.all) {
      if (!sheet.near) continue;
      const face = sheet.face.getBoundingClientRect();
      const far = Math.max(face.top - y, 0, y - face.bottom) + Math.max(face.left - x, 0, x - face.right) / 1e4;
      if (far < nearest) {
        nearest = far;
        best = { sheet, x: (x - face.left) / sheet.scale, y: (y - face.top) / sheet.scale };
      }
    }
    return best;
  }

  /** The place at a point; a drag that came `from` a place stays in that column while it is beside it. */
  hit(x, y, from = null) {
    const at = this.pointOn(x, y);
    if (!at?.sheet.page) return null;
    const { sheet } = at, begun = from !== null && from >= sheet.start && from <= sheet.end ? this.runAt(sheet, from - sheet.start) : null;
    return begun ? B.hitBeside(sheet.page, at.x, at.y, B.around(begun.boxes)) : B.hit(sheet.page, at.x, at.y);
  }

  word(x, y) {
    const at = this.pointOn(x, y);
    return at?.sheet.page ? B.wordAt(at.sheet.page, at.x, at.y) : null;
  }

  rectsOn(sheet, start, end) {
    if (!sheet.page) return [];
    return B.rectangles(sheet.page, [[Math.max(start, sheet.start), Math.min(end, sheet.end)]])
      .map((box) => ({ sheet, left: box[0], top: box[1], width: box[2] - box[0], height: box[3] - box[1], way: box.way }));
  }

  caretRect(offset) {
    const sheet = this.sheetOf(offset);
    const box = sheet.page && B.caret(sheet.page, offset);
    return box ? { sheet, left: box[0], top: box[1], width: box[2] - box[0], height: box[3] - box[1] } : null;
  }

  lineOf(offset) {
    const sheet = this.sheetOf(offset), place = offset - sheet.start;
    const run = this.runAt(sheet, place);
    return run ? [sheet.start + run.at, sheet.start + run.end] : [offset, offset];
  }

  runAt(sheet, place) {
    const runs = sheet.page?.runs ?? [];
    return runs.find((run) => run.at <= place && place < run.end) ?? runs.find((run) => run.end === place) ?? null;
  }

  /** The place a line further up or down, as near as can be to x; the next page where this one ends. */
  async vertical(offset, way, goal) {
    const sheet = await this.made(this.sheetOf(offset));
    const here = this.caretRect(offset);
    if (!here) return this.step(offset, way);
    const middle = here.top + here.height / 2, x = goal ?? here.left;
    const own = this.runAt(sheet, offset - sheet.start), frame = own ? B.around(own.boxes) : [here.left, here.top, here.left, here.top + here.height];
    const found = this.nearestRun(sheet, (one) => {
      const [left, top, right, bottom] = one, centre = (top + bottom) / 2, far = way * (centre - middle);
      if (far < (frame[3] - frame[1]) * 0.4) return Infinity;
      const beside = Math.max(left - x, 0, x - right), apart = Math.max(left - frame[2], 0, frame[0] - right);
      return far + 3 * beside + 20 * apart;
    });
    const far = found && way * ((found[1] + found[3]) / 2 - middle);
    if (found && far < 8000) return B.hit(sheet.page, Math.min(Math.max(x, found[0]), found[2]), (found[1] + found[3]) / 2);
    const next = this.all[sheet.n - 1 + way];
    if (!next) return way > 0 ? sheet.end : sheet.start;
    await this.made(next);
    const edge = next.page && this.nearestRun(next, ([left, top, right, bottom]) => way * (top + bottom) / 2 + 3 * Math.max(left - x, 0, x - right));
    return edge ? B.hit(next.page, Math.min(Math.max(x, edge[0]), edge[2]), (edge[1] + edge[3]) / 2) : way > 0 ? next.start : next.end;
  }

  nearestRun(sheet, far) {
    let best = null, nearest = Infinity;
    for (const number of sheet.page.seen) {
      const here = far(sheet.page.frames[number]);
      if (here < nearest) [best, nearest] = [sheet.page.frames[number], here];
    }
    return best;
  }

  /** The beginning of the next page, brought to the top. */
  async turn(offset, way) {
    const sheet = this.sheetOf(offset);
    const next = this.all[Math.min(this.all.length, Math.max(1, sheet.n + way)) - 1];
    this.bringIntoView(next, SEEN, "top");
    next.near = true;
    this.bring(next);
    for (const ahead of [1, 2]) {
      const one = this.all[next.n - 1 + way * ahead];
      if (one && !one.near) this.ahead(one);
    }
    return next === sheet ? (way > 0 ? sheet.end : sheet.start) : next.start;
  }

  /** What will be wanted soon. */
  ahead(sheet) {
    if (this.place.hidden) return Promise.resolve();
    this.draw(sheet);
    return Promise.allSettled([this.made(sheet), sheet.drawing]);
  }
}

const pen = document.createElement("canvas").getContext("2d");
