// Small things that every page with a record shares: marks on and off, criteria folded where there is little room, Escape.

const marks = document.getElementById("marks");
function mark(on) {
  document.body.classList.toggle("no-marks", !on);
  marks?.setAttribute("aria-pressed", String(on));
  try { localStorage.setItem("synthema:marks", on ? "1" : "0"); } catch { /* a browser that keeps nothing */ }
}
let marked = true;
try { marked = localStorage.getItem("synthema:marks") !== "0"; } catch { /* likewise */ }
if (!marked) mark(false);
if (marks) {
  marks.hidden = false;
  marks.addEventListener("click", () => mark(document.body.classList.contains("no-marks")));
}

if (matchMedia("(max-width: 60rem)").matches)
  for (const id of ["criteria", "rooms"]) document.getElementById(id)?.removeAttribute("open");

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !event.target.matches?.("textarea, input")) return;
  event.target.blur();
});
// among radio buttons the arrow keys choose, and do not turn pages; a key held down decides only once
document.addEventListener("keydown", (event) => {
  const radio = event.target.matches?.("input[type=radio]");
  if (radio && event.key.startsWith("Arrow")) event.stopImmediatePropagation();
  if (event.repeat && !event.target.matches?.("input, textarea, select") && !event.key.startsWith("Arrow")) event.stopImmediatePropagation();
}, true);
