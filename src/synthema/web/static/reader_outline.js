// Where one is: headings, pages with the numbers printed on them, and the way to each.

export function outlines(desk) {
  const { root, surface, texts } = desk, place = (id) => root.querySelector(`#${id}`);
  const list = place("desk-outline"), opens = place("outline-open"), form = place("go"), field = place("go-to"), of = place("go-of");
  const heads = [...(list?.querySelectorAll("button") ?? [])];
  let page = 0;

  function open(wanted) {
    list.hidden = !wanted;
    opens.setAttribute("aria-expanded", String(wanted));
    if (wanted) (list.querySelector("[aria-current] button") ?? heads[0])?.focus();
  }

  opens?.addEventListener("click", () => open(list.hidden));
  list?.addEventListener("click", async (event) => {
    const head = event.target.closest("button");
    if (!head) return;
    open(false);
    desk.caret.focus();
    await desk.jump(Number(head.dataset.at), { top: true });
    desk.murmur(head.textContent);
  });
  list?.addEventListener("keydown", (event) => {
    const at = heads.indexOf(document.activeElement);
    if (event.key === "Escape") {
      open(false);
      opens.focus();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") heads[at + (event.key === "ArrowDown" ? 1 : -1)]?.focus();
    else return;
    event.preventDefault();
  });

  /** Tell which page is in view. */
  function told() {
    const sheet = desk.pane.inView;
    if (!sheet || sheet.n === page) return;
    page = sheet.n;
    const labelled = desk.sheets[page - 1]?.label ?? "";
    if (document.activeElement !== field) field.value = labelled || page;
    if (of) of.textContent = texts.hit_of.replace("{n}", page).replace("{of}", desk.pane.all.length);
    const here = heads.findLast((one) => Number(one.dataset.at) < Math.max(sheet.end, sheet.start + 1));
    for (const one of heads) {
      if (one === here) one.parentElement.setAttribute("aria-current", "true");
      else one.parentElement.removeAttribute("aria-current");
    }
    surface.dispatchEvent(new CustomEvent("turned", { detail: { page, label: labelled } }));
  }

  let asked = false;
  surface.addEventListener("scroll", () => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => { asked = false; told(); });
  });
  surface.addEventListener("view", () => { page = 0; told(); });
  field.addEventListener("focus", () => field.select());
  field.addEventListener("blur", () => { field.value = desk.sheets[page - 1]?.label || page; });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const wanted = field.value.trim(), sheets = desk.pane.all;
    const labelled = desk.sheets.find((one) => one.label && one.label.toLowerCase() === wanted.toLowerCase());
    const sheet = sheets[(labelled?.n ?? (/^\d+$/.test(wanted) ? Number(wanted) : 0)) - 1];
    if (!sheet) return desk.say(texts.no_page.replace("{q}", wanted));
    desk.caret.focus();
    await desk.jump(sheet.start, { top: true });
    desk.murmur(desk.pageWords(sheet));
  });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    desk.caret.focus();
  });
  told();
}
