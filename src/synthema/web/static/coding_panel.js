// What stands around the text: the passage that is meant with its codes, what is coded on this page, coverage, marks.

const module = (name) => import([...document.scripts].find((one) => one.src.includes(`/${name}?`)).src);
const { swatch } = await module("coding_pick.js");

const place = (id) => document.getElementById(id);
const MOST = 60;  // passages listed of one page

export function element(name, { text, className, ...rest } = {}, ...children) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  for (const [key, value] of Object.entries(rest)) if (value !== undefined && value !== false) made.setAttribute(key, value === true ? "" : value);
  made.append(...children.filter(Boolean));
  return made;
}

export const filled = (text, values) => text.replace(/\{(\w+)\}/g, (whole, key) => (key in values ? values[key] : whole));

function button(text, label, act) {
  const made = element("button", { type: "button", className: "quiet", text, "aria-label": label, title: label });
  made.addEventListener("click", act);
  return made;
}

/** One code as a chip; `off` takes it off where that may be done. */
function chip(T, state, id, off) {
  const code = state.code(id), path = code ? state.path(code) : "?";
  const words = element("span", { className: "path", text: path, title: code?.definition || undefined });
  const cross = off && element("button", { type: "button", className: "chip-off", text: "×", "aria-label": filled(T.take_off, { code: path }) });
  cross?.addEventListener("click", off);
  return element("li", {}, element("span", { className: "chip-code" }, swatch(code?.color), words, cross));
}

export function codesOf(T, state, quote) {
  return quote.x ? T.away : quote.k.map(([, id]) => state.code(id)).filter(Boolean).map((one) => state.path(one)).join(", ") || T.bare;
}

/** The passage that is meant: its codes, whose words, and what can be done with it. */
export function tellMeant(T, state, quote, words, does) {
  const box = place("meant");
  if (!box) return;
  const focused = box.contains(document.activeElement);
  box.hidden = !quote;
  if (!quote) { box.replaceChildren(); return; }
  const may = quote.may && state.may;
  const chips = element("ul", { className: "chips" }, ...quote.k.map(([coding, id]) => chip(T, state, id, may && (() => does.uncode(quote, id, coding)))));
  const about = [quote.x && T.away, !quote.x && !quote.k.length && T.bare, quote.v && T[quote.v], quote.m && (quote.m === 1 ? T.memo : filled(T.memos, { n: quote.m })), state.paper.people.length > 1 && quote.who >= 0 && filled(T.by, { name: state.paper.people[quote.who] })];
  if (does.other) {  // other words are selected: a code goes to those, or they go to this passage
    box.replaceChildren(element("q", { className: "meant-words", text: words }), ...(may ? [button(T.give_words, T.give_words, () => does.move(quote))] : []));
    return;
  }
  box.replaceChildren(
    element("q", { className: "meant-words", text: words }),
    chips,
    element("span", { className: "soft", text: about.filter(Boolean).join(" · ") }),
    ...(may ? [button(T.take_back, T.take_back, () => does.unquote(quote))] : []),
  );
  if (focused) does.focus();
}

/** What is coded on the page in view. */
export function tellHere(T, state, quotes, active, wordsOf, pick) {
  const list = place("here");
  if (!list) return;
  const shown = quotes.slice(0, MOST), focused = list.contains(document.activeElement) ? document.activeElement.dataset.quote : "";
  place("here-none").hidden = shown.length > 0;
  list.replaceChildren(...shown.map((quote) => {
    const codes = element("span", { className: "codes" }, ...quote.k.slice(0, 12).map(([, id]) => {
      const code = state.code(id);
      return element("span", { className: "chip-code" }, swatch(code?.color), element("span", { text: code?.name ?? "?" }));
    }));
    if (quote.x || !quote.k.length) codes.append(element("span", { className: "soft", text: quote.x ? T.away : T.bare }));
    const words = element("span", { className: "here-words" });
    wordsOf(quote).then((text) => { words.textContent = text.length > 160 ? `${text.slice(0, 160)}…` : text; });
    const line = element("button", { type: "button", className: "here-one", "aria-pressed": String(quote.id === active), "data-quote": quote.id }, codes, words);
    line.addEventListener("click", () => pick(quote.id));
    return element("li", {}, line);
  }));
  if (focused) list.querySelector(`[data-quote="${CSS.escape(focused)}"]`)?.focus();
}

export function tellCoverage(T, state) {
  const words = place("coverage-words"), bar = place("coverage-bar");
  if (!words) return;
  const { done, of, dismissed } = state.done, [coded, all] = state.letters, share = all ? Math.round((100 * coded) / all) : 0;
  bar.max = Math.max(1, of);
  bar.value = done;
  bar.hidden = !of;
  words.textContent = of ? filled(T.coverage, { done, of, dismissed, share }) : T.coverage_none;
}

/** The marked parts, each to go to and to take back. */
export function tellMarks(T, state, does) {
  const list = place("marked");
  if (!list) return;
  const focused = list.contains(document.activeElement);
  list.replaceChildren(...state.marks.map((mark) => {
    const size = mark.ranges.reduce((sum, [s, e]) => sum + e - s, 0).toLocaleString(document.documentElement.lang);
    const go = button(T[mark.kind] ?? mark.kind, `${T[mark.kind]}: ${filled(T.characters, { n: size })}`, () => does.go(mark));
    const off = state.may && element("button", { type: "button", className: "chip-off", text: "×", "aria-label": `${T.take_back_mark}: ${T[mark.kind]}` });
    off && off.addEventListener("click", () => does.unmark(mark));
    return element("li", { className: `mark-${mark.kind}` }, go, off);
  }));
  list.hidden = !state.marks.length;
  if (place("suggested")) place("suggested").hidden = state.marks.length > 0;
  if (focused) does.focus();
}

/** What was not taken: each with what it was, why, and its words; to try again or to put away. */
export function tellKept(T, outbox, again) {
  const kept = outbox.kept(), box = place("kept");
  if (!box) return;
  box.hidden = !kept.length;
  box.querySelector("ul").replaceChildren(...kept.map((entry) => {
    const seen = button(T.dismiss, T.dismiss, () => outbox.dismiss(entry)), retry = button(T.again, T.again, () => again(entry));
    return element("li", {}, element("strong", { text: entry.title || T.untitled }), element("p", { text: entry.said }), entry.fields.text ? element("p", { className: "written", text: entry.fields.text }) : null, retry, seen);
  }));
}
