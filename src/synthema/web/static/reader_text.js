// Code points, clusters, words and white space as the server knows them; no DOM. JavaScript counts UTF-16, we count code points.

// white space as Python's str.isspace; the trim of JavaScript takes others
const BLANK = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;
export const blank = (letter) => BLANK.test(letter);

/** A text by its code points. */
export class Points {
  constructor(text) {
    this.text = text;
    this.starts = null;  // UTF-16 offset of each code point, where they differ
    if (/[\ud800-\udbff][\udc00-\udfff]/.test(text)) {
      const starts = [];
      for (let at = 0; at < text.length; at += text.codePointAt(at) > 0xffff ? 2 : 1) starts.push(at);
      this.starts = Uint32Array.from(starts);
    }
    this.length = this.starts ? this.starts.length : text.length;
  }

  /** The UTF-16 offset of a code point. */
  unit(at) {
    if (!this.starts) return Math.min(Math.max(at, 0), this.length);
    return at >= this.length ? this.text.length : this.starts[Math.max(at, 0)];
  }

  /** The code point that holds a UTF-16 offset. */
  point(unit) {
    if (!this.starts) return Math.min(Math.max(unit, 0), this.length);
    let low = 0, high = this.length;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.unit(middle) <= unit) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  slice(start, end = this.length) {
    return this.text.slice(this.unit(start), this.unit(end));
  }

  at(place) {
    return place < 0 || place >= this.length ? "" : this.slice(place, place + 1);
  }

  list() {
    return this.starts ? [...this.text] : this.text.split("");
  }
}

const EXTENDS = /[\p{M}\u200c\u200d\u{1f3fb}-\u{1f3ff}\u{e0020}-\u{e007f}]/u;
const FLAG = /[\u{1f1e6}-\u{1f1ff}]/u, SIGN = /\p{So}/u;
const AFTER = { L: "LVST", S: "VT", V: "VT", T: "T" };

function hangul(letter) {
  if (letter >= "\u1100" && letter <= "\u115f") return "L";
  if (letter >= "\u1160" && letter <= "\u11a7") return "V";
  if (letter >= "\u11a8" && letter <= "\u11ff") return "T";
  return letter >= "\uac00" && letter <= "\ud7a3" ? "S" : "-";
}

/** The places of the code points that continue the cluster of the one before, as clusters.py finds them. */
export function continuing(text) {
  const joined = new Set(), letters = new Points(text).list();
  let flags = 0;
  for (let place = 1; place < letters.length; place++) {
    const before = letters[place - 1], letter = letters[place];
    if (letter.codePointAt(0) < 0x300) {
      flags = 0;
      continue;
    }
    flags = FLAG.test(before) ? flags + 1 : 0;
    if (!"\n\r\f".includes(before) && joins(before, letter, flags)) joined.add(place);
  }
  return joined;
}

function joins(before, letter, flags) {
  if (EXTENDS.test(letter)) return true;
  if (before === "\u200d") return SIGN.test(letter);
  if (FLAG.test(letter)) return flags % 2 === 1;
  return (AFTER[hangul(before)] ?? "").includes(hangul(letter));
}

const OF_WORDS = /[\p{L}\p{N}\p{M}_]/u;
const WITHIN = new Set(["'", "\u2019", "\u00ad", "-\n", "\u2010\n", "\u00ad\n"]);

/** Words of a text as [start, end]: letters in a row, and what an apostrophe or the hyphen at the end of a line holds together. */
export function wholeWords(points) {
  const found = [], letters = points.list();
  for (let at = 0; at < letters.length; at++) {
    if (!OF_WORDS.test(letters[at])) continue;
    let start = at;
    while (at < letters.length && OF_WORDS.test(letters[at])) at++;
    const last = found.at(-1);
    if (last && start - last[1] <= 2 && WITHIN.has(letters.slice(last[1], start).join(""))) start = found.pop()[0];
    found.push([start, at]);
  }
  return found;
}

/** Pieces of [start, end) as they are kept: parted at form feeds, without white space at their ends; places count within the text. */
export function kept(points, start, end) {
  const pieces = [];
  let from = Math.max(0, start);
  const last = Math.min(end, points.length);
  while (from < last) {
    let to = from;
    while (to < last && points.at(to) !== "\f") to++;
    let [s, e] = [from, to];
    while (s < e && blank(points.at(s))) s++;
    while (e > s && blank(points.at(e - 1))) e--;
    if (s < e) pieces.push([s, e]);
    from = to + 1;
  }
  return pieces;
}

/** Ranges in order, those that overlap or touch joined. */
export function merged(ranges) {
  const made = [];
  for (const [start, end] of [...ranges].sort((one, other) => one[0] - other[0] || one[1] - other[1])) {
    const last = made.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else if (start < end) made.push([start, end]);
  }
  return made;
}

const SENTENCE_END = /[.!?…。！？]["'”’»)\]]*$/, SHORT = /(?:^|\s|\()(?:\p{Lu}|e\.g|i\.e|et al|cf|vs|fig|figs|dr|mr|mrs|ms|no|p|pp|ca)\.$/iu;

/** The sentence around a place of a text, by its marks; an abbreviation or the end of a line ends none. */
export function sentenceAround(points, place) {
  const ends = (at) => {  // whether a sentence ends before the white space at a place
    const before = points.slice(Math.max(0, at - 12), at);
    return SENTENCE_END.test(before) && !SHORT.test(before) && !/^\s*\p{Ll}/u.test(points.slice(at, at + 3));
  };
  const parts = (at) => points.at(at) === "\n" && points.at(at + 1) === "\n";
  let start = Math.min(place, points.length - 1), end = place;
  while (start > 0 && !parts(start - 2) && !(blank(points.at(start - 1)) && ends(start - 1))) start--;
  while (end < points.length && !parts(end) && !(blank(points.at(end)) && ends(end))) end++;
  while (start < end && blank(points.at(start))) start++;
  return [Math.max(0, start), end];
}
