// One record a screen: the next one is there before the key is up, and the verdict travels behind.

const firstHtml = document.getElementById("deck").innerHTML;  // before anything is loaded into it
const module = (name) => import([...document.scripts].find((one) => one.src.includes(`/${name}?`)).src);
const { newAct, csrf, say } = await module("app.js");
const { Outbox } = await module("screen_outbox.js");
const { tellKept, tellLine, tellTally } = await module("screen_told.js");

const root = document.getElementById("screening");
const T = JSON.parse(document.getElementById("screen-texts").textContent);
const place = (id) => document.getElementById(id);
const deckPlace = place("deck"), form = place("verdict"), note = place("note"), undo = place("undo");
const AHEAD = 10, LOW = 6, PAST = 100;
const { person, review, stage } = root.dataset;
const fullText = stage === "full_text";

const first = place("first-card");
const deck = [];  // the cards at hand
const past = [];  // what was judged here, the latest last
let at = 0;  // the one on screen
let last = "";  // the unit that the server gave last
let exhausted = false;  // nothing further is behind it
let finished = false;  // nothing awaits this person at all
let asking = null;
const tally = { decided: 0, today: 0, left: 0, pace: null, hours: "", ...JSON.parse(place("screen-progress")?.textContent ?? "{}") };

const outbox = new Outbox({
  whose: `${person}:${review}:${stage}`,
  token: csrf(),
  freshToken,
  changed: (event) => { told(); if (event) elsewhere(event); },
  done: settled,
  refused,
});

function told() {
  tellLine(T, outbox, root.dataset.here);
  tellKept(T, outbox, root.dataset.here);
}

// ---- the cards

/** Ask the server for cards; null where it did not answer. */
async function ask(query) {
  try {
    const answer = await fetch(`${root.dataset.cards}?${new URLSearchParams(query)}`, { headers: { Accept: "application/json" }, credentials: "same-origin", signal: AbortSignal.timeout(20_000) });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

/** The token of the session as it is now, from a page of it; "" where none answers. */
async function freshToken() {
  try {
    const answer = await fetch(root.dataset.here, { credentials: "same-origin", signal: AbortSignal.timeout(20_000) });
    const there = new DOMParser().parseFromString(await answer.text(), "text/html");
    return answer.ok ? there.querySelector("meta[name=csrf-token]")?.content ?? "" : "";
  } catch {
    return "";
  }
}

const pending = () => outbox.waiting().filter((one) => one.kind === "give");
const onTheWay = () => outbox.waiting().filter((one) => one.kind === "give" || one.kind === "later");
const arrived = new Map();  // when the server took what was decided on a record: an answer asked for before may not know it
const known = (since) => new Set([
  ...deck.map((card) => card.unit),
  ...onTheWay().map((one) => one.unit),
  ...[...arrived].filter(([, when]) => when > since).map(([unit]) => unit),
]);

/** Bring more cards to hand, from behind the last one or, fresh, from the head of the queue; one question at a time. */
function more(fresh = false) {
  asking ??= fetchMore(fresh).finally(() => { asking = null; });
  return asking;
}

async function fetchMore(fresh) {
  const behind = !fresh && last && !exhausted;
  const quiet = !outbox.waiting().length, since = performance.now();
  const answer = await ask({ n: fresh ? 2 * AHEAD : AHEAD, ...(behind ? { after: last } : {}) });
  if (!answer) {
    if (!deck.length) show();
    setTimeout(() => deck.length < LOW && more(fresh), 3000);
    return;
  }
  const there = known(since);
  const cards = answer.cards.filter((card) => !there.has(card.unit));
  const empty = !deck.length;
  if (answer.cards.length) last = answer.cards.at(-1).unit;
  exhausted = !cards.length;
  finished = !behind && quiet && !answer.cards.length;
  deck.push(...cards);
  if (![...arrived.values()].some((when) => when > since)) progress(answer);  // else its figures are of before
  if (empty) show(cards.length > 0);
  else tellLeaves();
  const again = behind ? deck.length < LOW : !deck.length && !finished;  // what was put off comes last; what was on its way is there
  if (!cards.length && again && !outbox.waiting().length) setTimeout(() => more(true), 0);
}

/** Show the card at hand, with what was written to it before; `aloud` says its title. */
function show(aloud = false) {
  const card = deck[at];
  form.hidden = place("later").hidden = place("tagging").hidden = !card;
  if (!card) {
    nothing();
    return;
  }
  deckPlace.innerHTML = card.html;  // our own template, escaped there
  window.htmx?.process(deckPlace);  // a full text is loaded when its report is on screen
  for (const name of ["subject", "unit", "order", "position"]) form.elements[name].value = card[name];
  place("tag-form").elements.subject.value = card.subject;
  place("tag-form").elements.unit.value = card.unit;
  note.value = card.note ?? "";
  for (const one of form.querySelectorAll("input[name=reason]")) one.checked = one.value === (card.reason ?? "");
  showTags(card);
  tellLeaves();
  window.scrollTo(0, 0);
  if (aloud) announce(`${T.next} ${card.title || T.untitled}`);
}

function nothing() {
  if (finished && !first) return;  // the page says it already
  if (finished) location.replace(root.dataset.here);  // to be told who else is still at it
  else {
    const words = document.createElement("p");
    words.textContent = outbox.trouble ? T.none_left : T.looking;
    const box = document.createElement("div");
    box.className = "empty";
    box.append(words);
    deckPlace.replaceChildren(box);
  }
  tellLeaves();
}

/** Keep what is being written with its card, so that leafing loses nothing. */
function keepWriting() {
  const card = deck[at];
  if (card) Object.assign(card, { note: note.value, reason: reason() });
}

const reason = () => form.querySelector("input[name=reason]:checked")?.value ?? "";

function leaf(step) {
  if (!deck.length) return;
  keepWriting();
  at = Math.min(deck.length - 1, Math.max(0, at + step));
  show(true);
  refill();
}

function refill() {
  if (deck.length - at < LOW && !exhausted) more();
  else if (!deck.length) more(true);
}

/** Take the card on screen out of hand; the next one is on screen at once. */
function drop(unit) {
  const place = deck.findIndex((card) => card.unit === unit);
  if (place < 0) return null;
  const [card] = deck.splice(place, 1);
  if (place < at || at >= deck.length) at = Math.max(0, at - 1);
  return card;
}

// ---- verdicts

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const by = event.submitter;
  if (by?.id === "later") later();
  else if (by?.value) judge(by.value);
});

function judge(verdict) {
  const card = deck[at];
  if (!card) return;
  const why = verdict === "exclude" ? reason() : "";
  if (fullText && verdict === "exclude" && !why) {
    say(T.choose, true);
    form.querySelectorAll("input[name=reason]")[1]?.focus();
    return;
  }
  const act = newAct(), said = note.value.trim();
  past.push({ card: Object.assign(card, { note: note.value, reason: reason() }), act });
  if (past.length > PAST) past.shift();
  drop(card.unit);
  count(1);
  show();
  announce(`${T[verdict]}. ${deck[at] ? `${T.next} ${deck[at].title || T.untitled}` : ""}`);
  document.getElementById("said")?.replaceChildren();
  send("give", root.dataset.give, card, { subject: card.subject, unit: card.unit, order: card.order, position: card.position, verdict, reason: why, note: said }, act);
  undo.querySelector("button").disabled = false;
  undo.querySelector("button").title = card.title;
  if (location.search) history.replaceState(null, "", root.dataset.here);
  refill();
}

function send(kind, url, card, fields, act = newAct()) {
  outbox.add({ kind, url, act, unit: card?.unit ?? "", title: card?.title ?? "", fields: { ...fields, opened_by: person } });
  return act;
}

undo.addEventListener("submit", (event) => {
  const one = past.pop();
  if (!one) {  // judged before this page was opened: the server knows which one
    if (outbox.waiting().length) {
      event.preventDefault();
      say(T.wait, true);
    }
    return;
  }
  event.preventDefault();
  keepWriting();
  send("withdraw", root.dataset.withdraw, one.card, { of: one.act });
  deck.splice(at, 0, one.card);
  count(-1);
  show();
  announce(`${T.back} ${one.card.title || T.untitled}`);
  if (!past.length && !undo.elements.verdict.value) undo.querySelector("button").disabled = true;
});

function later() {
  const card = deck[at];
  if (!card) return;
  keepWriting();
  drop(card.unit);
  send("later", root.dataset.later, card, { unit: card.unit });
  show();
  announce(`${T.later} ${deck[at] ? `${T.next} ${deck[at].title || T.untitled}` : ""}`);
  refill();
}

/** The server has taken an act. */
function settled(entry, answer) {
  if (entry.kind === "give" || entry.kind === "later") arrived.set(entry.unit, performance.now());
  if (entry.kind === "tag") {
    const card = [...deck, ...past.map((one) => one.card)].find((one) => one.unit === entry.unit);
    const tag = card?.tags.find((one) => one.act === entry.act);
    if (tag) tag.id = answer.tag;
    if (card && card === deck[at]) showTags(card);
  }
  if (!deck.length && outbox.waiting().length === 1) setTimeout(() => more(true), 0);  // this was the last one on its way
}

/** The server has not taken an act: what was written is shown, and what still awaits a verdict comes back. */
function refused(entry, said) {
  if (entry.kind === "give") {
    const place = past.findIndex((one) => one.act === entry.act);
    if (place >= 0) past.splice(place, 1);
    count(-1);
    say(T.not_taken, true);
  } else say(said, true);
  if (entry.kind === "withdraw") {
    const shown = deck[at]?.unit === entry.unit;
    drop(entry.unit);
    count(1);
    if (shown) show(true);
  }
  if (entry.kind === "tag" || entry.kind === "untag") location.hash = "kept";
  more(true);
}

/** Another window of this browser decided or sent something: no record is asked for in both. */
function elsewhere({ newValue, oldValue }) {
  let entry = null;
  try { entry = JSON.parse(newValue ?? oldValue); } catch { return; }
  if (entry?.kind !== "give" && entry?.kind !== "later") return;
  if (!newValue) arrived.set(entry.unit, performance.now());
  const shown = deck[at]?.unit === entry.unit;
  if (shown && note.value.trim()) return;  // what is being written here is not taken away
  if (!drop(entry.unit)) return;
  if (entry.kind === "give") count(1);
  if (shown) {
    show();
    announce(`${T.elsewhere} ${deck[at] ? `${T.next} ${deck[at].title}` : ""}`);
  } else tellLeaves();
  refill();
}

// ---- tags

function showTags(card) {
  place("tags").replaceChildren(...card.tags.map((tag) => {
    const line = document.createElement("li"), chip = document.createElement("span"), off = document.createElement("button");
    chip.className = "tag";
    chip.textContent = `${tag.text} `;
    off.type = "button";
    off.className = "chip-off";
    off.textContent = "×";
    off.disabled = !tag.id;
    off.setAttribute("aria-label", `${T.take_off} ${tag.text}`);
    off.addEventListener("click", () => {
      card.tags.splice(card.tags.indexOf(tag), 1);
      send("untag", root.dataset.untag, card, { tag: tag.id, unit: card.unit });
      showTags(card);
      place("tag").focus();
    });
    chip.append(off);
    line.append(chip);
    return line;
  }));
}

place("tag-form").addEventListener("submit", (event) => {
  event.preventDefault();
  const card = deck[at], text = place("tag").value.trim().replace(/\s+/g, " ");
  if (!card || !text || card.tags.some((tag) => tag.text === text)) return;
  const act = send("tag", root.dataset.tag, card, { subject: card.subject, unit: card.unit, text });
  card.tags.push({ text, act });
  place("tag").value = "";
  showTags(card);
  if (![...place("own-tags").options].some((one) => one.value === text)) {
    const option = document.createElement("option");
    option.value = text;
    place("own-tags").append(option);
  }
});

// ---- what is told

function announce(text) {
  place("announce").textContent = text.length > 300 ? `${text.slice(0, 300)}…` : text;
}

function count(step) {
  tally.decided += step;
  tally.today += step;
  tally.left -= step;
  tellTally(T, tally);
}

function progress(answer) {
  const under_way = pending().length - outbox.waiting().filter((one) => one.kind === "withdraw").length;
  Object.assign(tally, answer.progress);
  tally.decided += under_way;
  tally.today += under_way;
  tally.left -= under_way;
  tellTally(T, tally);
  if (past.length || outbox.waiting().length) return;
  undo.elements.verdict.value = answer.last?.verdict ?? "";
  undo.querySelector("button").disabled = !answer.last;
  undo.querySelector("button").title = answer.last?.title ?? "";
}

function tellLeaves() {
  place("before").hidden = place("after").hidden = deck.length < 2;
  place("before").disabled = at === 0;
  place("after").disabled = at >= deck.length - 1;
}

addEventListener("beforeunload", (event) => {
  if (outbox.waiting().length && (outbox.trouble || !outbox.lasting)) event.preventDefault();
});
place("before").addEventListener("click", () => leaf(-1));
place("after").addEventListener("click", () => leaf(1));

// ---- begin

if (first) {
  const card = JSON.parse(first.textContent);
  if (onTheWay().some((one) => one.unit === card.unit)) deckPlace.replaceChildren();  // judged here, not there yet
  else deck.push({ ...card, html: firstHtml });
  if (card.order !== "chosen") last = card.unit;
}
if (deck.length) {
  showTags(deck[0]);
  tellLeaves();
}
told();
root.dataset.ready = "1";
outbox.send();
more();
