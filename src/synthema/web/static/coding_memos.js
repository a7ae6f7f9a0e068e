// Memos on the passage that is meant, its document or study, or the review: what is written there, and a place to write.

const module = (name) => import([...document.scripts].find((one) => one.src.includes(`/${name}?`)).src);
const { element } = await module("coding_panel.js");

const place = (id) => document.getElementById(id);

export class Memos {
  /** `quote()` gives the passage that is meant; `send(kind, about, text)` keeps a memo, `off(id, about)` takes one back. */
  constructor({ address, texts, quote, send, off, left, told }) {
    Object.assign(this, { address, texts, quote, send, off, left, told, about: "", form: place("memo"), text: place("memo-text"), list: place("memo-list"), opener: place("memo-open"), on: place("memo-about") });
    this.form?.addEventListener("submit", (event) => { event.preventDefault(); this.keep(); });
    this.form?.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); this.keep(); }
      if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); this.close(); }
    });
    place("memo-leave")?.addEventListener("click", () => this.close());
    this.text?.addEventListener("input", () => this.remember());
    this.on?.addEventListener("change", () => this.turn());
  }

  get kind() { return this.on.value; }

  key() { return `synthema:memo:${this.kind}:${this.about}`; }

  /** What is typed stays where it was begun, also when the page is loaded again. */
  remember() {
    try { sessionStorage.setItem(this.key(), this.text.value); } catch { /* the page itself still holds it */ }
  }

  /** Open on the passage that is meant, else on the document. */
  open() {
    this.form.hidden = false;
    this.opener.setAttribute("aria-expanded", "true");
    this.on.value = this.quote() ? "quote" : "document";
    this.turn();
    this.text.focus();
  }

  /** Turn to what the memo is on now. */
  turn() {
    const passage = this.on.querySelector("[value=quote]");
    passage.disabled = !this.quote();
    if (this.kind === "quote" && passage.disabled) {
      this.on.value = "document";
      this.told(this.texts.memo_passage);
    }
    this.about = this.kind === "quote" ? this.quote() : this.on.dataset[this.kind];
    try { this.text.value = sessionStorage.getItem(this.key()) ?? ""; } catch { this.text.value = ""; }
    this.fetch();
  }

  /** Another passage is meant now. */
  follow() {
    if (!this.form || this.form.hidden) return;
    if (this.kind === "quote" ? this.quote() !== this.about : Boolean(this.quote())) this.turn();
  }

  async fetch() {
    const { kind, about } = this;
    this.list.replaceChildren();
    if (about.startsWith("of:")) return;  // on its way: nobody wrote about it yet
    try {
      const at = this.address.replace("/kind/", `/${kind}/`).replace("00000000-0000-0000-0000-000000000000", about);
      const answer = await fetch(at, { headers: { Accept: "application/json" }, credentials: "same-origin" });
      if (answer.ok && about === this.about && kind === this.kind) this.show((await answer.json()).memos);
    } catch { /* offline: what is written is kept all the same */ }
  }

  show(memos) {
    this.list.replaceChildren(...memos.map((one) => {
      const off = element("button", { type: "button", className: "chip-off", text: "×", "aria-label": this.texts.take_back_memo });
      off.addEventListener("click", () => { this.off(one.id, this.kind === "quote" ? this.about : ""); off.closest("li").remove(); this.text.focus(); });
      const when = new Date(one.at).toLocaleDateString(document.documentElement.lang);
      return element("li", {}, element("p", { className: "written", text: one.text }), element("span", { className: "soft", text: `${one.who}, ${when} ` }), one.mine ? off : null);
    }));
  }

  keep() {
    const text = this.text.value.trim();
    if (!text) { this.text.focus(); return; }
    this.send(this.kind, this.kind === "review" ? "" : this.about, text);
    try { sessionStorage.removeItem(this.key()); } catch { /* likewise */ }
    this.text.value = "";
    this.close();
  }

  close(back = true) {
    if (this.form.hidden) return;
    this.form.hidden = true;
    this.opener.setAttribute("aria-expanded", "false");
    if (back) this.left();
  }
}
