// Finding words in the text of the document: asked of the server, which knows hyphens and line ends; painted here.

const WAIT = 250;  // ms after the last key

export function finds(desk) {
  const { root, texts } = desk, place = (id) => root.querySelector(`#${id}`);
  const form = place("find"), field = place("find-words"), count = place("find-count"), leaf = place("find-leaf"), said = place("find-said");
  let hits = [], total = 0, now = -1, asked = "", waiting = 0;

  async function ask(go) {
    const words = field.value.trim();
    if (words === asked) return;
    asked = words;
    if (!words) return show([], 0, "");
    try {
      const answer = await fetch(`${root.dataset.find}?${new URLSearchParams({ q: words })}`, { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(answer.status);
      const found = await answer.json();
      if (words !== asked) return;
      show(found.hits, found.total, words);
      if (found.loose) tell(texts.loose.replace("{q}", words));
      if (found.hits.length && go) await to(first());
    } catch {
      asked = "";
      tell(texts.lost);
    }
  }

  /** The first hit at or behind the caret. */
  function first() {
    const at = hits.findIndex(([, end]) => end > desk.caret.offset);
    return at < 0 ? 0 : at;
  }

  function show(found, all, words) {
    [hits, total, now] = [found, all, -1];
    desk.pane.mark("hit", hits);
    desk.pane.mark("hit-now", []);
    leaf.hidden = !hits.length;
    count.textContent = "";
    tell(words && !all ? texts.none_found.replace("{q}", words) : "");
  }

  function tell(words) {
    said.textContent = words;
    said.hidden = !words;
  }

  async function to(number) {
    now = (number + hits.length) % hits.length;
    const pattern = total > hits.length ? texts.first_hits.replace("{shown}", hits.length) : texts.hit_of;
    count.textContent = pattern.replace("{n}", now + 1).replace("{of}", total);
    desk.pane.mark("hit-now", [hits[now]]);
    await desk.reveal(...hits[now]);
    desk.caretTo(hits[now][0]);
    desk.murmur(`${count.textContent}. ${await desk.text(...desk.pane.lineOf(hits[now][0]))}`);
  }

  const leaves = (way) => () => hits.length && to(now < 0 ? first() : now + way);
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => ask(true), WAIT);
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    clearTimeout(waiting);
    if (field.value.trim() === asked) await leaves(1)();
    else await ask(true);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.shiftKey) {
      event.preventDefault();
      leaves(-1)();
    } else if (event.key === "Escape") {
      event.preventDefault();
      field.value = "";
      ask(false);
      if (now >= 0 && hits[now]) desk.caretTo(hits[now][0]);
      desk.caret.focus();
    }
  });
  place("find-before").addEventListener("click", leaves(-1));
  place("find-next").addEventListener("click", leaves(1));
  desk.surface.addEventListener("view", () => {
    desk.pane.mark("hit", hits);
    if (now >= 0) desk.pane.mark("hit-now", [hits[now]]);
  });
  if (field.value.trim()) ask(!desk.placed);
}
