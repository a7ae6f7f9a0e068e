// Coding at the reader: what is meant, what is done with it, kept here at once and sent in order behind.

const module = (name) => import([...document.scripts].find((one) => one.src.includes(`/${name}?`)).src);
const { newAct, csrf } = await module("app.js");
const { Outbox } = await module("screen_outbox.js");
const { tellLine } = await module("screen_told.js");
const { State, OF, written } = await module("coding_state.js");
const { Painter } = await module("coding_paint.js");
const { Picker } = await module("coding_pick.js");
const { Memos } = await module("coding_memos.js");
const { codesOf, filled, tellCoverage, tellHere, tellKept, tellMarks, tellMeant } = await module("coding_panel.js");
const { ready } = await module("reader_desk.js");

const T = JSON.parse(document.getElementById("coding-texts").textContent);
const at = JSON.parse(document.getElementById("coding-at").textContent);
const place = (id) => document.getElementById(id);
const bar = place("coding-bar"), { person, review } = bar.dataset, here = location.pathname + location.search;
const LONGEST_NAME = 300, DRAFTS = 600;  // letters; ms a list may lag behind

/** Acts of a coder: whatever was not taken is kept and shown, with the words that were typed. */
class Acts extends Outbox {
  keep(entry, answer) {
    const { key, ...rest } = entry, said = answer?.said ?? "";
    this.shelf.put(`${this.keptPrefix}${key.slice(this.prefix.length)}`, JSON.stringify({ ...rest, said }));
    this.shelf.drop(key);
    this.refused(entry, said);
    this.changed();
  }
}

async function fetched() {
  const answer = await fetch(at.paper, { headers: { Accept: "application/json" }, credentials: "same-origin" });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

const asked = fetched();
const desk = await ready;
let state;
try {
  state = new State(await asked);
} catch (error) {
  place("coverage-words").textContent = T.lost;
  throw error;
}
desk.sentences = { starts: state.sentences.map(([s]) => s), ends: state.sentences.map(([, e]) => e) };

let active = "";  // the quote that is meant
let held = false;  // whether it was gone to, rather than just coded: other words may be given to it
let voice = "";  // whose words the selection will be said to hold
let page = 0;
const undos = [];  // what takes the last acts back, the latest last

const outbox = new Acts({
  whose: `${person}:${review}:coding`,
  token: csrf(),
  freshToken,
  changed: (event) => { told(); if (event?.oldValue && !event.newValue) refresh(); },  // another window sent it
  done: (entry, answer) => { settle(entry, answer); },
  refused: (entry, said) => { fall(entry, said); },
});

async function freshToken() {
  try {
    const answer = await fetch(here, { credentials: "same-origin", signal: AbortSignal.timeout(20_000) });
    const there = new DOMParser().parseFromString(await answer.text(), "text/html");
    return answer.ok ? there.querySelector("meta[name=csrf-token]")?.content ?? "" : "";
  } catch {
    return "";
  }
}

function told() {
  tellLine(T, outbox, here);
  tellKept(T, outbox, again);
}

const painter = new Painter(desk, state, {
  title: (quote, which) => filled(T.of_quote, { codes: which < 0 ? codesOf(T, state, quote) : state.path(state.code(quote.k[which][1]) ?? {}), words: "" }).replace(/ · $/, ""),
  more: (n) => filled(T.more_bars, { n }),
  picked: (id) => mean(id, { reveal: false, hold: true }),
});

/** Say something where it is seen, and aloud; `more` is only said, since it stands on the page already. */
function tell(words, more = "") {
  desk.aloud(more ? `${words} ${more}` : words);
  if (place("told")) place("told").textContent = words;
}

// ---- acts

/** Do an act: it is shown at once, kept in this browser, sent behind; `undo` is what takes it back. */
function act(kind, url, fields, { title = "", undo = null, say = "", where = null } = {}) {
  const entry = { kind, url, act: newAct(), title, where, fields: { ...fields, document: desk.document, opened_by: person } };
  if (undo) undos.push(undo(OF + entry.act));
  state.reduce(entry);
  place("said")?.replaceChildren();  // its undo is not the one of this act
  outbox.add(entry);
  look();
  if (say) tell(say);
  return entry;
}

/** The server took an act. */
function settle(entry, answer) {
  if (entry.fields.document === desk.document) state.learn(entry, answer);
  state.replay(outbox.waiting().filter((one) => one.act !== entry.act));
  if (active.startsWith(OF)) active = state.quote(active)?.id ?? active;
  look();
}

/** The server did not take an act: what it stood for is gone from the view, what was asked is kept above. */
async function fall(entry, said) {
  tell(`${T.not_taken} ${said}`);
  const lost = undos.findIndex((one) => JSON.stringify(one.fields).includes(entry.act));
  if (lost >= 0) undos.splice(lost, 1);
  await refresh(entry.act);
}

/** Ask again what is coded here, and show what still waits over it. */
async function refresh(but = "") {
  try {
    const next = new State(await fetched());
    next.alias = state.alias;
    state = painter.state = next;
  } catch { /* offline again: what was known stays */ }
  state.replay(outbox.waiting().filter((one) => one.act !== but));
  look();
}

/** Try an act again that was not taken, as a new one. */
function again(entry) {
  outbox.dismiss(entry);
  const { quote, ...rest } = entry.fields, anew = entry.kind === "apply" && entry.where && !state.quote(quote);  // its passage is gone: the same words again
  const fresh = { title: entry.title, act: newAct(), ...(anew ? { kind: "code", url: at.acts.code, fields: { ...entry.where, ...rest } } : { kind: entry.kind, url: entry.url, fields: entry.fields }) };
  state.reduce(fresh);
  outbox.add(fresh);
  look();
}

const shorter = (text, most = 60) => (text.length > most ? `${text.slice(0, most)}…` : text);
const placeOf = (quote) => ({ sha: desk.sha, ranges: written(quote.r), regions: quote.g.length ? JSON.stringify(quote.g) : "" });
const meant = () => (active ? state.quote(active) : null);
const editable = (quote) => quote && quote.may && state.may;
const chosen = () => !desk.selection.empty;

/** The selection as the server wants it. */
async function selected() {
  const { ranges, words, regions } = await desk.selection.settled();
  const list = regions.map(({ page: n, left, top, right, bottom }) => [n, left, top, right, bottom].map(Math.round));
  return { sha: desk.sha, ranges: written(ranges), shown: words, regions: list.length ? JSON.stringify(list) : "", words };
}

/** Code the selection, else the passage that is meant: with a code that is there, or one that is made. */
async function code({ code: id, name, parent, shown, back }, { vivo = false, stay = false } = {}) {
  const given = id ? { codes: id, ...(back ? { restore: id } : {}) } : { new_name: name, new_parent: parent ?? "", new_color: at.inks[state.codes.size % at.inks.length], ...(vivo ? { in_vivo: "1" } : {}) };
  const same = chosen() ? sameWords(desk.selection.ranges) : null;
  if (same) {
    await desk.selection.clear();
    mean(same.id, { reveal: false });
  }
  if (!same && chosen()) {
    const { words, ...where } = await selected();
    const entry = act("code", at.acts.code, { ...where, ...given, voice }, { title: `${shown}: ${shorter(words)}`, say: filled(T.coded, { code: shown }), undo: (made) => ({ kind: "unquote", url: at.acts.unquote, fields: { quote: made, made: name ? made : "" }, what: filled(T.coded, { code: shown }) }) });
    took(entry, id);
    desk.selection.clear();
    mean(OF + entry.act, { reveal: false });
    return finish(stay);
  }
  const quote = meant();
  const refuse = (words) => { tell(words); desk.surface.focus({ preventScroll: true }); return false; };
  if (!editable(quote)) return refuse(T.select_first);
  if (quote.x) return refuse(T.is_dismissed);
  if (id && quote.k.some(([, one]) => state.code(one)?.id === state.code(id)?.id)) return refuse(filled(T.has_code, { code: shown }));
  const entry = act("apply", at.acts.apply, { quote: quote.id, ...given }, { where: placeOf(quote), title: `${shown}: ${shorter(await shownWords(quote))}`, say: filled(T.added, { code: shown }), undo: (made) => ({ kind: "uncode", url: at.acts.uncode, fields: { quote: quote.id, code: id ?? made, made: id ? "" : made }, what: filled(T.added, { code: shown }) }) });
  took(entry, id);
  finish(stay);
}

/** The quote of this very place that may be changed here. */
function sameWords(ranges) {
  return ranges.length ? state.inOrder.find((one) => editable(one) && written(one.r) === written(ranges)) : null;
}

function took(entry, id) {
  state.use(id ?? OF + entry.act);
}

function finish(stay) {
  if (stay) picker?.search();
  else desk.surface.focus({ preventScroll: true });
}

async function dismiss() {
  if (!chosen()) return tell(meant()?.k.length ? T.is_coded : T.select_first);
  const { words, ...where } = await selected();
  const entry = act("code", at.acts.code, { ...where, dismissed: "1" }, { title: `${T.away}: ${shorter(words)}`, say: T.dismissed, undo: (made) => ({ kind: "unquote", url: at.acts.unquote, fields: { quote: made }, what: T.dismissed }) });
  desk.selection.clear();
  mean(OF + entry.act, { reveal: false });
}

/** Words as the name of a code: on one line, without the mark that ends the sentence or the marks around a speech. */
function named(words) {
  const line = words.replace(/-\n/g, "-").replace(/\s+/g, " ").replace(/[\s.,;:…]+$/, "").replaceAll(" / ", "/").trim();
  const inner = line.match(/^[“"‘'„«](.*)[”"’'“»]$/)?.[1] ?? "";
  return inner && !/[“”"„«»]/.test(inner) ? inner.replace(/[\s.,;:…]+$/, "") : line;
}

/** A code of the very words that are selected. */
async function inVivo() {
  let words = "";
  if (chosen()) words = (await selected()).words;
  else if (editable(meant())) words = await desk.words(meant().r);
  const name = named(words);
  if (!name) return tell(T.select_first);
  if ([...name].length > LONGEST_NAME) return tell(T.too_long);
  const same = [...state.codes.values()].find((one) => one.pick && !one.parent && one.name.toLowerCase() === name.toLowerCase());
  return same ? code({ code: same.id, shown: same.name }) : code({ name, parent: null, shown: name }, { vivo: true });
}

function say(which) {
  if (chosen()) {
    voice = voice === which ? "" : which;
    tellVoice();
    return tell(`${T[`voice_${voice || "none"}`]} ${voice ? T.will_be : ""}`);
  }
  const quote = meant();
  if (!editable(quote) || quote.x) return tell(T.select_first);
  const next = quote.v === which ? "" : which, before = quote.v;
  act("voice", at.acts.voice, { quote: quote.id, voice: next }, { title: T[next] ?? T.voice_none, say: T[`voice_${next || "none"}`], undo: () => ({ kind: "voice", url: at.acts.voice, fields: { quote: quote.id, voice: before }, what: T[`voice_${next || "none"}`] }) });
}

async function uncode(quote, id) {
  const shown = state.path(state.code(id) ?? { name: "?" });
  act("uncode", at.acts.uncode, { quote: quote.id, code: id }, { title: shown, say: filled(T.taken_off, { code: shown }), undo: () => ({ kind: "apply", url: at.acts.apply, fields: { quote: quote.id, codes: id }, what: filled(T.taken_off, { code: shown }) }) });
}

async function unquote(quote) {
  const back = { ...placeOf(quote), codes: quote.k.map(([, one]) => one).join(","), voice: quote.v, dismissed: quote.x ? "1" : "" };
  act("unquote", at.acts.unquote, { quote: quote.id }, { title: T.taken_back, say: T.taken_back, undo: () => ({ kind: "code", url: at.acts.code, fields: back, what: T.taken_back, was: quote.id }) });
  mean("");
}

async function move(quote) {
  if (!chosen()) return tell(T.select_first);
  const { words, ...where } = await selected(), before = placeOf(quote);
  act("move", at.acts.move_quote, { quote: quote.id, ...where }, { title: shorter(words), say: T.moved, undo: () => ({ kind: "move", url: at.acts.move_quote, fields: { quote: quote.id, ...before }, what: T.moved }) });
  desk.selection.clear();
  mean(quote.id, { reveal: false });
}

async function markAs(kind) {
  if (!chosen()) return tell(T.select_first);
  const { ranges } = await selected();
  if (!ranges) return tell(T.select_first);
  act("mark", at.acts.mark, { kind, ranges }, { title: T[kind], say: T[`marked_${kind}`], undo: (made) => ({ kind: "unmark", url: at.acts.unmark, fields: { mark: made }, what: T[`marked_${kind}`] }) });
  desk.selection.clear();
}

function unmark(mark) {
  const fields = { kind: mark.kind, ranges: written(mark.ranges) };
  act("unmark", at.acts.unmark, { mark: mark.id }, { title: T.unmarked, say: T.unmarked, undo: () => ({ kind: "mark", url: at.acts.mark, fields, what: T.unmarked }) });
}

/** Take the last act of this page back. */
function undo() {
  const last = undos.pop();
  if (!last) return tell(T.nothing_to_undo);
  const gone = last.kind === "unquote" ? state.quote(last.fields.quote) : null;
  if (gone?.r.length) desk.caret.set(gone.r[0][0]);  // the next uncoded sentence is looked for from here
  const entry = act(last.kind, last.url, last.fields, { title: filled(T.undone, { what: last.what }), say: filled(T.undone, { what: last.what }) });
  if (last.was) for (const one of undos) if (one.fields.quote === last.was) one.fields.quote = OF + entry.act;
  if (last.was || last.kind === "code") mean(OF + entry.act, { reveal: false });
  else if (last.fields.quote && state.quote(last.fields.quote)) mean(state.quote(last.fields.quote).id, { reveal: false });
}

async function nextUncoded() {
  const from = chosen() && desk.selection.ranges.length ? desk.selection.ranges.at(-1)[1] : Math.max(desk.caret.offset ?? 0, meant()?.r.at(-1)?.[1] ?? 0);
  const next = state.uncoded(from);
  if (!next) return tell(state.sentences.length ? T.all_done : T.no_findings);
  held = false;
  const [start, end] = next.line;  // as if it had been selected by keys: Shift with an arrow goes on from its end
  await desk.caret.set(start, { reveal: false });
  await desk.caret.set(end, { extend: true, from: start, reveal: false });
  await desk.reveal(start, end);
  desk.surface.focus({ preventScroll: true });
  const n = state.sentences.findIndex(([s]) => s === next.line[0]) + 1;
  tell(filled(T.sentence, { n, of: state.sentences.length, left: next.left }), desk.selection.words);
}

// ---- what is meant

function mean(id, { reveal = true, hold = false } = {}) {
  active = id;
  held = hold;
  const quote = meant();
  if (quote && reveal && quote.r.length) desk.reveal(quote.r[0][0], quote.r[0][1]);
  painter.point(active);
  memos.follow();
  tellNow();
}

/** The coded passage behind or before the one that is meant, or the caret. */
async function leaf(step) {
  const order = state.inOrder;
  if (!order.length) return tell(T.no_quotes);
  const now = order.findIndex((one) => one.id === meant()?.id), from = desk.caret.offset ?? 0;
  const next = now >= 0 ? order[(now + step + order.length) % order.length] : step > 0 ? order.find((one) => one.r[0][0] >= from) ?? order[0] : order.findLast((one) => one.r[0][0] < from) ?? order.at(-1);
  desk.selection.clear();
  await desk.caret.set(next.r[0][0], { reveal: true });
  mean(next.id, { hold: true });
  tell(codesOf(T, state, next), shorter(await desk.words(next.r), 200));
}

function tellVoice() {
  const quote = meant(), now = chosen() ? voice : quote?.v ?? "", guess = chosen() && !voice ? state.voiceOf(desk.selection.ranges) : "";
  for (const which of ["participant", "author"]) {
    const button = place(`voice-${which}`);
    if (!button) return;
    button.setAttribute("aria-pressed", String(now === which));
    button.classList.toggle("suggested-voice", guess === which);
    button.title = guess === which ? T.suggested : "";
  }
}

let wordsFor = ["", ""];  // of which passage at which place, and the words
function tellNow() {
  const quote = meant(), key = quote ? `${quote.id} ${written(quote.r)}` : "", other = Boolean(quote) && chosen() && written(quote.r) !== written(desk.selection.ranges);
  tellMeant(T, state, quote, wordsFor[0] === key ? wordsFor[1] : "", { uncode, unquote, move, other, focus: () => desk.surface.focus({ preventScroll: true }) });
  tellVoice();
  if (!quote || wordsFor[0] === key) return;
  shownWords(quote).then((text) => {
    wordsFor = [key, shorter(text, 120)];
    const line = place("meant")?.querySelector("q"), now = meant();
    if (line && now && key === `${now.id} ${written(now.r)}`) line.textContent = wordsFor[1];
  });
}

async function shownWords(quote) {
  if (quote.r.length) return desk.words(quote.r);
  return filled(T.area, { n: quote.g[0]?.[0] ?? "" });
}

let later = 0;
/** Everything that shows the state: the sheets at once, the lists when the hand rests. */
function look() {
  painter.all();
  tellNow();
  if (place("undo-last")) place("undo-last").disabled = !undos.length;
  if (later) return;
  later = setTimeout(() => { later = 0; lists(); }, state.quotes.size > 300 ? DRAFTS / 4 : 0);
}

function lists() {
  tellCoverage(T, state);
  tellMarks(T, state, { unmark, go: (mark) => desk.reveal(mark.ranges[0][0], mark.ranges[0][1], { flash: true }), focus: () => desk.surface.focus({ preventScroll: true }) });
  tellPage();
}

function tellPage() {
  const sheet = desk.pane.inView;
  if (!sheet) return;
  page = sheet.n;
  const words = state.between(sheet.start, Math.max(sheet.end, sheet.start + 1)), pictures = [...state.quotes.values()].filter((one) => !one.r.length && one.g.some(([n]) => n === page));
  tellHere(T, state, [...words, ...pictures], meant()?.id ?? "", shownWords, (id) => mean(id, { hold: true }));
}

const picker = place("code-input") && new Picker({ input: place("code-input"), list: place("code-list"), state: () => state, texts: T, told: (words) => tell(words), left: () => desk.surface.focus({ preventScroll: true }), chosen: (what, stay) => code(what, { stay }) });
const memos = new Memos({
  address: at.memos,
  texts: T,
  told: (words) => tell(words),
  quote: () => (editable(meant()) ? meant().id : ""),
  left: () => desk.surface.focus({ preventScroll: true }),
  send: (kind, about, text) => act("memo", at.acts.memo, { about_kind: kind, about, quote: kind === "quote" ? about : "", text }, { title: T.memo, say: T.memo_kept, undo: (made) => ({ kind: "unmemo", url: at.acts.unmemo, fields: { memo: made, quote: kind === "quote" ? about : "" }, what: T.memo_kept }) }),
  off: (memo, quote) => act("unmemo", at.acts.unmemo, { memo, quote }, { title: T.memo_gone, say: T.memo_gone }),
});

/** A memo on the selection, which becomes a passage; on the passage that is meant; else on the document. */
async function openMemo() {
  if (!place("memo").hidden) return memos.close();
  const same = chosen() ? sameWords(desk.selection.ranges) : null;
  if (same) {
    await desk.selection.clear();
    mean(same.id, { reveal: false });
  } else if (chosen()) {
    const { words, ...where } = await selected();
    const entry = act("code", at.acts.code, { ...where, voice }, { title: shorter(words), undo: (made) => ({ kind: "unquote", url: at.acts.unquote, fields: { quote: made }, what: T.bare }) });
    desk.selection.clear();
    mean(OF + entry.act, { reveal: false });
  }
  memos.open();
}

// ---- what is heard

const on = (id, does) => place(id)?.addEventListener("click", () => does());
on("in-vivo", inVivo);
on("dismiss", dismiss);
on("memo-open", openMemo);
on("next-uncoded", nextUncoded);
on("undo-last", undo);
on("voice-participant", () => say("participant"));
on("voice-author", () => say("author"));
on("mark-findings", () => markAs("findings"));
on("mark-qualitative", () => markAs("qualitative"));
on("quote-before", () => leaf(-1));
on("quote-next", () => leaf(1));

desk.surface.addEventListener("selected", ({ detail }) => {
  voice = "";
  if (detail.ranges.length || detail.regions.length) {
    active = sameWords(detail.ranges)?.id ?? (held ? active : "");
    painter.point(active);
  }
  tellNow();
});
desk.surface.addEventListener("pressed", ({ detail }) => {
  const found = detail.offset === null ? [] : state.at(detail.offset), now = found.findIndex((one) => one.id === active);
  mean(found.length ? found[(now + 1) % found.length].id : "", { reveal: false, hold: true });
});
desk.surface.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  event.preventDefault();
  if (chosen()) return picker?.input.focus();
  const found = state.at(desk.caret.offset ?? 0), now = found.findIndex((one) => one.id === active);
  if (found.length) mean(found[(now + 1) % found.length].id, { reveal: false, hold: true });
  else picker?.input.focus();
});
let resting = 0;
for (const name of ["turned", "view", "shown"]) desk.surface.addEventListener(name, () => { clearTimeout(resting); resting = setTimeout(tellPage, 150); });
document.addEventListener("visibilitychange", () => document.hidden || outbox.trouble || refresh());  // others code as well
addEventListener("beforeunload", (event) => {
  if (outbox.waiting().length && (outbox.trouble || !outbox.lasting)) event.preventDefault();
});

state.replay(outbox.waiting());
told();
look();
const wanted = new URLSearchParams(location.search).get("quote");
if (wanted && state.quote(wanted)) mean(wanted);
outbox.send();
bar.dataset.ready = "1";
