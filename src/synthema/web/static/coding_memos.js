// Memos on the passage that is meant: what others and oneself wrote, and a place to write; nothing typed is lost.

const module = (name) => import([...document.scripts].find((one) => one.src.includes(`/${name}?`)).src);
const { element } = await module("coding_panel.js");

const place = (id) => document.getElementById(id);

export class Memos {
  /** `send(quote, text)` keeps a memo, `off(id)` takes one back; `left()` hears that the panel was left. */
  constructor({ address, texts, send, off, left }) {
    Object.assign(this, { address, texts, send, off, left, quote: null, form: place("memo"), text: place("memo-text"), list: place("memo-list"), opener: place("memo-open") });
    this.form?.addEventListener("submit", (event) => { event.preventDefault(); this.keep(); });
    this.form?.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); this.keep(); }
      if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); this.close(); }
    });
    place("memo-leave")?.addEventListener("click", () => this.close());
    this.text?.addEventListener("input", () => this.remember());
  }

  key() { return `synthema:memo:${this.quote}`; }

  remember() {
    try { sessionStorage.setItem(this.key(), this.text.value); } catch { /* the page itself still holds it */ }
  }

  forgotten() {
    try { sessionStorage.removeItem(this.key()); } catch { /* likewise */ }
  }

  open(quote) {
    this.quote = quote;
    this.form.hidden = false;
    this.opener.setAttribute("aria-expanded", "true");
    try { this.text.value = sessionStorage.getItem(this.key()) ?? ""; } catch { this.text.value = ""; }
    this.text.focus();
    this.fetch();
  }

  /** Another passage is meant now. */
  follow(quote) {
    if (!this.form || this.form.hidden || quote === this.quote) return;
    if (quote) this.open(quote); else this.close(false);
  }

  async fetch() {
    const quote = this.quote;
    this.list.replaceChildren();
    if (quote.startsWith("of:")) return;  // on its way: nobody wrote about it yet
    try {
      const answer = await fetch(this.address.replace("00000000-0000-0000-0000-000000000000", quote), { headers: { Accept: "application/json" }, credentials: "same-origin" });
      if (answer.ok && quote === this.quote) this.show((await answer.json()).memos);
    } catch { /* offline: what is written is kept all the same */ }
  }

  show(memos) {
    this.list.replaceChildren(...memos.map((one) => {
      const off = element("button", { type: "button", className: "chip-off", text: "×", "aria-label": this.texts.take_back_memo });
      off.addEventListener("click", () => { this.off(one.id); off.closest("li").remove(); this.text.focus(); });
      const when = new Date(one.at).toLocaleDateString(document.documentElement.lang);
      return element("li", {}, element("p", { className: "written", text: one.text }), element("span", { className: "soft", text: `${one.who}, ${when} ` }), one.mine ? off : null);
    }));
  }

  keep() {
    const text = this.text.value.trim();
    if (!text) { this.text.focus(); return; }
    this.send(this.quote, text);
    this.forgotten();
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
