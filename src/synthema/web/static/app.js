// What every page needs: fresh act identifiers, words of refusal in their place, keys for those who have no mouse.

export function newAct() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const b = crypto.getRandomValues(new Uint8Array(16));  // randomUUID needs https; a server in a house may have none
  b[6] = (b[6] & 0x0f) | 0x40;
  b[8] = (b[8] & 0x3f) | 0x80;
  const hex = [...b].map((n) => n.toString(16).padStart(2, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

export function csrf() {
  return document.querySelector("meta[name=csrf-token]")?.content ?? "";
}

/** Say in the page's live region what was done (or, with not, what was not). */
export function say(text, not = false) {
  const region = document.getElementById("said");
  if (!region) return;
  const box = document.createElement("div");
  box.className = not ? "said not" : "said";
  const words = document.createElement("p");
  words.textContent = text;
  box.append(words);
  region.replaceChildren(box);
}

// a form that was sent keeps its act identifier until the server has answered that the act is done; a changed form is a new act
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.target.closest?.("form");
  const known = event.detail.xhr && event.detail.xhr.status > 0;
  if (form && known) for (const field of form.querySelectorAll("input[name=act_id]")) field.value = newAct();
});
window.addEventListener("pageshow", (event) => {  // the back button brings a page whose acts may be done
  if (event.persisted) for (const field of document.querySelectorAll("input[name=act_id]")) field.value = newAct();
});
document.addEventListener("htmx:sendError", () => say(document.body.dataset.offline, true));
document.addEventListener("htmx:beforeSwap", (event) => {  // what was said stays while a part of the page follows a job
  if (!event.detail.requestConfig?.elt?.closest?.("[data-polls]")) document.getElementById("said")?.replaceChildren();
});

// the rooms of a review are shut on a small screen until somebody opens them
const rooms = document.getElementById("rooms");
if (rooms) {
  rooms.open = matchMedia("(min-width: 64rem)").matches;
  rooms.classList.add("settled");
  matchMedia("(min-width: 64rem)").addEventListener("change", (event) => { rooms.open = event.matches; });
}

// a table that is wider than the screen can be scrolled by keyboard
function reachable() {
  for (const box of document.querySelectorAll(".scroll")) {
    if (box.scrollWidth > box.clientWidth) {
      box.tabIndex = 0;
      box.setAttribute("role", "region");
      box.setAttribute("aria-label", box.querySelector("caption")?.textContent.trim() || document.title);
    } else {
      for (const name of ["tabindex", "role", "aria-label"]) box.removeAttribute(name);
    }
  }
}
reachable();
window.addEventListener("resize", reachable);
document.addEventListener("htmx:afterSettle", reachable);

// one keyboard map for all pages: [data-key] is pressed by its key, ? shows the map
// (a select with data-passes has no options that begin with a letter of the map)
const typing = (target) => target.closest("input:not([type=checkbox],[type=radio]), textarea, select:not([data-passes]), [contenteditable], dialog[open]");
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || typing(event.target)) return;
  if (event.key === "?") {
    showKeys();
    event.preventDefault();
    return;
  }
  const wanted = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const target = [...document.querySelectorAll("[data-key]")].find(
    (one) => one.dataset.key === wanted && !one.disabled && one.offsetParent !== null,
  );
  if (!target) return;
  event.preventDefault();
  if (target.matches("input, select, textarea")) target.focus();
  else target.click();
});
for (const dialog of document.querySelectorAll("dialog"))
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
for (const button of document.querySelectorAll("[data-opens]"))
  button.addEventListener("click", () => {
    if (button.dataset.opens === "keys") showKeys();
    else document.getElementById(button.dataset.opens)?.showModal();
  });

/** Show the keys that work now: parts of the page may have come later. */
function showKeys() {
  const lines = [...document.querySelectorAll("[data-key]")].filter((one) => one.offsetParent !== null).map((one) => {
    const line = document.createElement("li");
    const key = document.createElement("kbd");
    key.textContent = one.dataset.key;
    line.append(key, " ", one.dataset.keyWords ?? one.getAttribute("aria-label") ?? one.textContent.trim());
    return line;
  });
  document.getElementById("key-list")?.replaceChildren(...lines);
  document.getElementById("keys")?.showModal();
}
// files may be dropped on what looks like it
for (const zone of document.querySelectorAll(".drop")) {
  const input = zone.querySelector("input[type=file]");
  const show = (over) => (event) => { event.preventDefault(); zone.classList.toggle("over", over); };
  zone.addEventListener("dragover", show(true));
  zone.addEventListener("dragleave", show(false));
  zone.addEventListener("drop", (event) => {
    show(false)(event);
    if (!input || !event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
}
