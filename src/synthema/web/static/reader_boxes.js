// A measured page in the browser: documents/boxes.py and documents/hit.py once more, on the same numbers; no DOM.
// Offsets are code points of the document's text; points and boxes are hundredths of a point of the displayed page.

const module = (name) => import([...document.scripts].find((one) => one.src.includes(`/${name}?`)).src);
const { Points, blank, merged, wholeWords } = await module("reader_text.js");

const holds = ([left, top, right, bottom], x, y) => left <= x && x <= right && top <= y && y <= bottom;

function offCentre([left, top, right, bottom], x, y) {
  const across = 2 * x - left - right, down = 2 * y - top - bottom;
  return across * across + down * down;
}

function away([left, top, right, bottom], x, y) {
  const across = Math.max(left - x, 0, x - right), down = Math.max(top - y, 0, y - bottom);
  return across * across + down * down;
}

/** The smallest box around some. */
export function around(boxes) {
  const made = [...boxes[0]];
  for (const [left, top, right, bottom] of boxes) {
    if (left < made[0]) made[0] = left;
    if (top < made[1]) made[1] = top;
    if (right > made[2]) made[2] = right;
    if (bottom > made[3]) made[3] = bottom;
  }
  return made;
}

/** The page that was packed: {page, start, end, width, height, text, runs, joined, units, frames}. */
export function unpack(given) {
  const joined = new Set(given.joined), points = new Points(given.text);
  const runs = given.runs.map(unpackedRun);
  const page = {
    page: given.page, start: given.start, end: given.end, width: given.width, height: given.height,
    text: points, runs, joined, doubtful: given.doubtful, engine: given.engine,
  };
  page.units = runs.map((run) => unitsOf(page, run));
  page.frames = runs.map((run) => around(run.boxes));
  const seen = [...page.frames.keys()].filter((number) => {
    const [left, top, right, bottom] = page.frames[number];
    return right > 0 && bottom > 0 && left < page.width && top < page.height;
  });
  page.seen = seen.length ? seen : [...page.frames.keys()];
  return page;
}

function unpackedRun(given) {
  const { at, way, angle, steps, cross } = given, lengths = given.lengths ?? steps, boxes = [];
  let main = given.main, stretch = 0, left = cross[0];
  for (let place = 0; place < steps.length; place++) {
    while (left === 0) {
      stretch += 3;
      left = cross[stretch];
    }
    left--;
    const start = cross[stretch + 1], end = start + cross[stretch + 2];
    boxes.push(way % 2 === 0 ? [main, start, main + lengths[place], end] : [start, main, end, main + lengths[place]]);
    main += steps[place];
  }
  return { at, way, angle, boxes, end: at + boxes.length };
}

function unitsOf(page, run) {
  const units = [];
  let start = run.at;
  for (let place = run.at + 1; place <= run.end; place++) {
    if (place < run.end && page.joined.has(place)) continue;
    units.push({
      start: before(page, start), end: after(page, place), way: run.way,
      box: around(run.boxes.slice(start - run.at, place - run.at)),
    });
    start = place;
  }
  return units;
}

/** The last place at or before one, counted within the page, that parts no cluster. */
export function before(page, place) {
  while (page.joined.has(place)) place--;
  return place;
}

/** The first place at or after one, counted within the page, that parts no cluster. */
export function after(page, place) {
  while (page.joined.has(place)) place++;
  return place;
}

/** The place between two letters nearest to a point. */
export function hit(page, x, y) {
  const unit = unitAt(page, x, y);
  if (!unit) return page.start;
  return page.start + (pastTheMiddle(unit, x, y) ? unit.end : unit.start);
}

/** The same for a drag that began in a run with this frame: beside the lines it keeps to the row and the column it is in. */
export function hitBeside(page, x, y, frame) {
  const unit = unitAt(page, x, y);
  if (!unit || holds(unit.box, x, y)) return hit(page, x, y);
  const beside = ([left, , right]) => left < frame[2] && right > frame[0];
  const nearest = page.frames[page.units.findIndex((units) => units.includes(unit))];
  if (!beside(nearest) && nearest[0] <= x && x <= nearest[2]) return hit(page, x, y);
  const own = page.seen.filter((number) => beside(page.frames[number]));
  const row = own.filter((number) => page.frames[number][1] <= y && y <= page.frames[number][3]);
  const far = (number) => (row.length ? Math.abs(2 * y - page.frames[number][1] - page.frames[number][3]) * 1e9 : 0) + away(page.frames[number], x, y);
  const run = least(row.length ? row : own, far);
  const last = run === null ? unit : least(page.units[run], (one) => away(one.box, x, y));
  return page.start + (pastTheMiddle(last, x, y) ? last.end : last.start);
}

function least(found, far) {
  let best = null, nearest = Infinity;
  for (const one of found) {
    const here = far(one);
    if (here < nearest || best === null) [best, nearest] = [one, here];
  }
  return best;
}

/** The letter under a point, else the nearest one in the nearest run; null on a page without text. */
export function unitAt(page, x, y) {
  const under = [];
  page.frames.forEach((frame, number) => {
    if (holds(frame, x, y)) for (const unit of page.units[number]) if (holds(unit.box, x, y)) under.push(unit);
  });
  if (under.length) return least(under, (unit) => offCentre(unit.box, x, y));
  const far = page.seen.map((number) => away(page.frames[number], x, y));
  const nearest = Math.min(...far);
  const beside = page.seen.flatMap((number, place) => (far[place] === nearest ? page.units[number] : []));
  return least(beside, (unit) => away(unit.box, x, y));
}

function pastTheMiddle({ box: [left, top, right, bottom], way }, x, y) {
  const across = 2 * x - left - right, down = 2 * y - top - bottom;
  return [across, down, -across, -down][way] > 0;
}

/** The word under a point as [start, end]; else what stands there by itself. */
export function wordAt(page, x, y) {
  const unit = unitAt(page, x, y);
  if (!unit) return [page.start, page.start];
  page.words ??= wholeWords(page.text);
  const [start, end] = page.words.find((word) => word[0] <= unit.start && unit.start < word[1]) ?? [unit.start, unit.end];
  return snapped(page, page.start + start, page.start + end);
}

/** A range made wider until neither end parts a cluster of this page. */
export function snapped(page, start, end) {
  return [page.start + before(page, start - page.start), page.start + after(page, end - page.start)];
}

/** What to paint on this page for some ranges: [left, top, right, bottom] in each run for each stretch of letters. */
export function rectangles(page, ranges) {
  const found = [];
  for (const [from, to] of merged(ranges.filter(([start, end]) => start < end).map(([start, end]) => snapped(page, start, end)))) {
    const start = from - page.start, end = to - page.start;
    for (const run of page.runs) {
      const boxes = run.boxes.slice(Math.max(0, start - run.at), Math.max(0, end - run.at));
      if (boxes.length) found.push(Object.assign(around(boxes), { way: run.way }));
    }
  }
  return found.filter(([left, top, right, bottom]) => left < right && top < bottom);
}

/** What stands between white space in each run, as ranges. */
export function words(page) {
  const found = [], letters = page.text.list();
  for (const run of page.runs) {
    let start = null;
    for (let place = run.at; place <= run.end; place++) {
      const gap = place === run.end || blank(letters[place]);
      if (gap && start !== null) found.push([page.start + start, page.start + place]);
      start = gap ? null : start ?? place;
    }
  }
  return found;
}

/** Where to draw a caret before the letter at an offset, or after the one before it; null where none stands. */
export function caret(page, offset) {
  const place = offset - page.start;
  for (const [at, atItsStart] of [[place, true], [place - 1, false]]) {
    const number = page.runs.findIndex((run) => run.at <= at && at < run.end);
    if (number < 0) continue;
    const unit = page.units[number].find((one) => one.start <= at && at < one.end);
    return edge(unit.box, atItsStart ? unit.way : (unit.way + 2) % 4);
  }
  return null;
}

function edge([left, top, right, bottom], way) {
  if (way % 2 === 0) {
    const x = way === 0 ? left : right;
    return [x, top, x, bottom];
  }
  const y = way === 1 ? top : bottom;
  return [left, y, right, y];
}
