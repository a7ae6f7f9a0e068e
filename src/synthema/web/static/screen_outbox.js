// What was decided and is not acknowledged yet: kept in this browser under the identifier of its act, sent in order,
// sent again until the server has answered. The server knows an act it has seen, so nothing is ever doubled.

const LIMIT = 20_000;  // ms until a silent connection counts as lost
const LONGEST_PAUSE = 30_000;

/** localStorage, or the memory of this page where the browser keeps nothing. */
function shelf() {
  try {
    localStorage.setItem("synthema:probe", "1");
    localStorage.removeItem("synthema:probe");
    return { lasting: true, keys: () => Object.keys(localStorage), get: (k) => localStorage.getItem(k), put: (k, v) => localStorage.setItem(k, v), drop: (k) => localStorage.removeItem(k) };
  } catch {
    const held = new Map();
    return { lasting: false, keys: () => [...held.keys()], get: (k) => held.get(k) ?? null, put: (k, v) => held.set(k, v), drop: (k) => held.delete(k) };
  }
}

export class Outbox {
  /** `whose` names person, review and stage; the callbacks hear of changes, answers and refusals. */
  constructor({ whose, token, freshToken, changed, done, refused }) {
    Object.assign(this, { token, freshToken, changed, done, refused });
    this.shelf = shelf();
    this.prefix = `synthema:out:${whose}:`;
    this.keptPrefix = `synthema:kept:${whose}:`;
    this.lock = `synthema:${whose}`;
    this.count = 0;
    this.failures = 0;
    this.trouble = "";  // "", offline, login or denied
    this.said = "";
    addEventListener("online", () => this.send());
    document.addEventListener("visibilitychange", () => document.hidden || this.send());
    addEventListener("storage", (event) => event.key?.startsWith(this.prefix) && this.changed(event));
  }

  get lasting() { return this.shelf.lasting; }

  /** What waits, oldest first. */
  waiting() {
    return this.shelf.keys().filter((key) => key.startsWith(this.prefix)).sort().map((key) => this.read(key)).filter(Boolean);
  }

  read(key) {
    try {
      const entry = JSON.parse(this.shelf.get(key));
      return entry && entry.act ? { ...entry, key } : null;
    } catch {
      return null;
    }
  }

  /** Keep an act and send it as soon as those before it are there; true once it is kept for good. */
  add(entry) {
    this.count += 1;
    const key = `${this.prefix}${String(Date.now()).padStart(15, "0")}-${String(this.count).padStart(6, "0")}-${entry.act}`;
    try {
      this.shelf.put(key, JSON.stringify(entry));
    } catch {  // the browser's store is full: this page's memory holds it until it is sent
      this.shelf = overflow(this.shelf);
      this.shelf.put(key, JSON.stringify(entry));
    }
    this.changed();
    this.send();
  }

  /** What was refused and not yet seen. */
  kept() {
    return this.shelf.keys().filter((key) => key.startsWith(this.keptPrefix)).sort().map((key) => this.read(key)).filter(Boolean);
  }

  dismiss(entry) {
    this.shelf.drop(entry.key);
    this.changed();
  }

  async send() {
    if (this.sending) return;
    this.sending = true;
    clearTimeout(this.timer);
    try {
      while (await this.alone(() => this.first()));
    } finally {
      this.sending = false;
    }
    if (this.trouble) {
      const pause = this.trouble === "offline" ? Math.min(LONGEST_PAUSE, 500 * 2 ** Math.min(this.failures, 6)) : LONGEST_PAUSE;
      this.timer = setTimeout(() => this.send(), pause);
    } else if (this.waiting().length) {
      this.timer = setTimeout(() => this.send(), 0);  // added while the last answer was on its way
    }
    this.changed();
  }

  /** One window sends at a time, where the browser can say so; otherwise the server sorts it out. */
  alone(work) {
    return navigator.locks ? navigator.locks.request(this.lock, work) : work();
  }

  /** Send the oldest act; whether to go on with the next. */
  async first() {
    const [entry] = this.waiting();
    if (!entry) {
      this.at_ease();
      return false;
    }
    const { status, answer } = await this.post(entry);
    if (status >= 200 && status < 300) {
      this.at_ease();
      this.done(entry, answer);
      this.shelf.drop(entry.key);
      this.changed();
      return true;
    }
    if (status === 401) return this.held("login", answer);
    if (status === 403) return this.held("denied", answer);
    if (status === 0 || status === 408 || status === 429 || status >= 500) return this.held("offline", answer);
    this.at_ease();
    this.keep(entry, answer);
    return true;
  }

  at_ease() {
    this.failures = 0;
    this.trouble = "";
    this.said = "";
  }

  held(trouble, answer) {
    this.failures += 1;
    this.trouble = trouble;
    this.said = answer?.said ?? "";
    this.changed();
    return false;
  }

  keep(entry, answer) {
    const { key, ...rest } = entry;
    const said = answer?.said ?? "";
    if (entry.kind === "give" || entry.kind === "tag") this.shelf.put(`${this.keptPrefix}${key.slice(this.prefix.length)}`, JSON.stringify({ ...rest, said }));
    this.shelf.drop(key);
    this.refused(entry, said);
    this.changed();
  }

  /** Post an act; a token that went stale with a new login is fetched anew, once. */
  async post(entry, again = true) {
    let response;
    try {
      response = await fetch(entry.url, {
        method: "POST",
        body: new URLSearchParams({ ...entry.fields, act_id: entry.act }),
        headers: { Accept: "application/json", "X-CSRFToken": this.token },
        credentials: "same-origin",
        keepalive: true,
        signal: AbortSignal.timeout(LIMIT),
      });
    } catch {
      return { status: 0 };
    }
    const answer = await response.json().catch(() => ({}));
    if (response.status === 403 && again) {
      const token = await this.freshToken();
      if (token) {
        this.token = token;
        return this.post(entry, false);
      }
    }
    return { status: response.status, answer };
  }
}

/** A shelf in memory over one that is full. */
function overflow(below) {
  const held = new Map();
  return {
    lasting: false,
    keys: () => [...new Set([...below.keys(), ...held.keys()])],
    get: (k) => held.get(k) ?? below.get(k),
    put: (k, v) => held.set(k, v),
    drop: (k) => { held.delete(k); below.drop(k); },
  };
}
