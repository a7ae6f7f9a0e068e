// The code picker: type to search names and paths, Enter applies, Shift+Enter applies and stays, Tab goes below a code.

const SVG = "http://www.w3.org/2000/svg";
const MOST = 40;  // options shown at once
const LONGEST = 300;  // letters of a name

export const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/\s+/g, " ").trim();
const BETWEEN = " / ";

/** A small square of a colour; no style attribute is needed for it. */
export function swatch(color) {
  const svg = document.createElementNS(SVG, "svg"), rect = document.createElementNS(SVG, "rect");
  svg.setAttribute("class", "swatch");
  svg.setAttribute("viewBox", "0 0 10 10");
  svg.setAttribute("aria-hidden", "true");
  for (const [name, value] of Object.entries({ width: 10, height: 10, rx: 2, fill: color || "#63707d" })) rect.setAttribute(name, value);
  svg.append(rect);
  return svg;
}

/** The codes that answer to what was typed, the best first. `lately` gives how recently each was used, 0 the latest. */
export function matching(entries, typed, lately) {
  const wanted = folded(typed), parts = wanted.split(/[\s/]+/).filter(Boolean);
  const rank = ({ name, path, old }) => {
    if (!parts.every((part) => path.includes(part) || old.includes(part))) return -1;
    if (name === wanted || path === wanted) return 0;
    if (name.startsWith(wanted)) return 1;
    if (parts.length && name.split(/[\s-]+/).some((word) => word.startsWith(parts[0]))) return 2;
    return 3;
  };
  const found = entries.map((entry, place) => ({ entry, place, rank: rank(entry), late: lately(entry.code.id) })).filter((one) => one.rank >= 0);
  found.sort((a, b) => a.rank - b.rank || a.late - b.late || a.place - b.place);
  return found.map((one) => one.entry);
}

export class Picker {
  /** `state()` gives the codes; `chosen({code} or {name, parent}, stay)` hears what was picked; `left()` that Esc was pressed. */
  constructor({ input, list, state, texts, chosen, left, told }) {
    Object.assign(this, { input, list, state, texts, chosen, left, told, options: [], active: 0, open: false });
    input.addEventListener("input", () => this.search());
    input.addEventListener("focus", () => this.search());
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => setTimeout(() => document.activeElement === input || this.close(), 120));
    list.addEventListener("pointerdown", (event) => event.preventDefault());  // the input keeps the focus
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.take(Number(option.dataset.place), event.shiftKey);
    });
  }

  /** The codes to choose from, with the words they are found by; made anew when the state was. */
  entries() {
    const state = this.state();
    if (this.of !== state.codes) {
      this.of = state.codes;
      const old = new Map();
      for (const [name, code] of state.also) old.set(code, `${old.get(code) ?? ""} ${folded(name)}`);
      this.kept = [...state.codes.values()].filter((one) => one.pick).map((code) => {
        const path = state.path(code);
        return { code, shown: path, path: folded(path), name: folded(code.name), old: old.get(code.id) ?? "" };
      });
    }
    return this.kept;
  }

  search() {
    const typed = this.input.value, entries = this.entries(), state = this.state();
    const late = new Map(state.recent.map((id, place) => [state.code(id)?.id, place]));
    const found = matching(entries, typed, (id) => late.get(id) ?? 1e6);
    const fresh = this.fresh(typed, entries);
    this.options = found.slice(0, MOST).map((entry) => ({ entry }));
    const back = fresh && [...state.codes.values()].find((one) => one.gone && folded(one.name) === folded(fresh.name) && (one.parent ?? null) === fresh.parent);
    if (back) this.options.push({ back });
    else if (fresh) this.options.push({ fresh });
    this.more = Math.max(0, found.length - MOST);
    this.active = 0;
    this.show();
  }

  /** The code that what was typed would make: {name, parent}; null where there is one of that name already. */
  fresh(typed, entries) {
    const text = typed.replace(/\s+/g, " ").trim();
    if (!text || text.endsWith("/")) return null;
    const cut = typed.lastIndexOf(BETWEEN), above = cut > 0 ? folded(typed.slice(0, cut)) : "";
    const parent = above ? entries.find((one) => one.path === above) : null;
    const name = parent ? typed.slice(cut + BETWEEN.length).trim() : text;
    const under = parent?.code.id ?? null;
    const same = entries.some((one) => one.name === folded(name) && (one.code.parent ?? null) === under);
    if (/\s\/\s|^\//.test(name)) return null;  // " / " parts the names of a path
    if ([...name].length > LONGEST) {
      this.told(this.texts.too_long);
      return null;
    }
    return name && !same ? { name, parent: under, above: parent?.shown ?? "" } : null;
  }

  show() {
    this.list.replaceChildren(...this.options.map((one, place) => this.option(one, place)));
    if (this.more) {
      const rest = document.createElement("li");
      rest.className = "soft";
      rest.setAttribute("role", "presentation");
      rest.textContent = this.texts.more.replace("{n}", this.more);
      this.list.append(rest);
    }
    this.open = this.options.length > 0;
    this.list.hidden = !this.open;
    this.input.setAttribute("aria-expanded", String(this.open));
    this.point(0);
  }

  option({ entry, fresh, back }, place) {
    const line = document.createElement("li"), words = document.createElement("span");
    line.id = `${this.list.id}-${place}`;
    line.dataset.place = place;
    line.setAttribute("role", "option");
    words.className = "path";
    if (back) {
      words.textContent = this.texts.bring_back.replace("{name}", back.name);
      line.append(swatch(back.color), words);
      return line;
    }
    if (fresh) {
      line.className = "fresh";
      words.textContent = (fresh.parent ? this.texts.create_below.replace("{above}", fresh.above) : this.texts.create).replace("{name}", fresh.name);
      line.append(words);
      return line;
    }
    words.textContent = entry.shown;
    if (entry.code.definition) line.title = entry.code.definition.slice(0, 300);
    line.append(swatch(entry.code.color), words);
    return line;
  }

  point(place) {
    this.active = Math.max(0, Math.min(this.options.length - 1, place));
    for (const one of this.list.querySelectorAll("[role=option]")) one.setAttribute("aria-selected", String(Number(one.dataset.place) === this.active));
    const now = this.list.querySelector(`[data-place="${this.active}"]`);
    if (now && this.open) {
      this.input.setAttribute("aria-activedescendant", now.id);
      now.scrollIntoView({ block: "nearest" });
    } else this.input.removeAttribute("aria-activedescendant");
  }

  key(event) {
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
    if (step) {
      event.preventDefault();
      if (!this.open) this.search();
      else this.point(Math.abs(step) === 1 ? (this.active + step + this.options.length) % this.options.length : this.active + step);
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (this.open) this.take(this.active, event.shiftKey);
      else this.search();
    } else if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      if (this.input.value) {
        this.input.value = "";
        this.search();
      } else {
        this.close();
        this.left();
      }
    } else if (event.key === "Tab" && !event.shiftKey && this.open && this.input.value.trim() && this.below()) event.preventDefault();
  }

  /** Go below the code that is pointed at; false where it stands in the input already. */
  below() {
    const entry = this.options[this.active]?.entry;
    if (!entry || this.input.value === entry.shown + BETWEEN) return false;
    this.input.value = entry.shown + BETWEEN;
    this.told(this.texts.below.replace("{above}", entry.shown));
    this.search();
    return true;
  }

  take(place, stay) {
    const { entry, fresh, back } = this.options[place] ?? {};
    if (!entry && !fresh && !back) return;
    const typed = this.input.value;
    this.input.value = "";
    const what = back ? { code: back.id, shown: back.name, back: true } : entry ? { code: entry.code.id, shown: entry.shown } : { name: fresh.name, parent: fresh.parent, shown: fresh.name };
    const done = this.chosen(what, stay);
    if (stay) this.search();
    else this.close();
    Promise.resolve(done).then((taken) => { if (taken === false) this.input.value = typed; });  // it is not lost with the refusal
  }

  close() {
    this.open = false;
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }
}
