// What the screening page tells about itself: how far one is, what still waits to be sent, what was not taken.

const place = (id) => document.getElementById(id);
const number = (n) => Math.max(0, n).toLocaleString(document.documentElement.lang);

export function tellTally(T, tally) {
  place("decided").textContent = number(tally.decided);
  place("today").textContent = number(tally.today);
  place("total").textContent = number(tally.decided + tally.left);
  place("bar").max = Math.max(1, tally.decided + tally.left);
  place("bar").value = Math.max(0, tally.decided);
  place("pace").textContent = tally.pace ? ` · ${number(tally.pace)} ${T.an_hour}` : "";
  place("hours").textContent = tally.hours ? ` · ${tally.hours}` : "";
}

let anything = false;
export function tellLine(T, outbox, here) {
  const waiting = outbox.waiting().length, line = place("line");
  const words = outbox.trouble && waiting ? `${outbox.said || T[outbox.trouble]} (${waiting})` : waiting > 3 ? T.saving : anything && !outbox.kept().length ? T.saved : "";
  line.classList.toggle("trouble", Boolean(outbox.trouble && waiting));
  anything ||= waiting > 0;
  if (line.dataset.words === words) return;
  line.dataset.words = line.textContent = words;
  if (outbox.trouble === "login" && waiting) {
    const link = document.createElement("a");
    link.href = `/accounts/login/?next=${encodeURIComponent(here)}`;
    link.textContent = T.to_login;
    line.append(" ", link);
  }
}

export function tellKept(T, outbox, here) {
  const kept = outbox.kept();
  place("kept").hidden = !kept.length;
  place("kept").querySelector("ul").replaceChildren(...kept.map((entry) => lineOf(T, outbox, here, entry)));
}

function lineOf(T, outbox, here, entry) {
  const line = document.createElement("li"), title = document.createElement("strong"), words = document.createElement("p");
  title.textContent = entry.title || T.untitled;
  words.textContent = [T[entry.fields.verdict] ?? entry.fields.text, entry.fields.reason, entry.said].filter(Boolean).join(" · ");
  line.append(title, words);
  if (entry.fields.note) {
    const written = document.createElement("p");
    written.textContent = `${T.your_note} ${entry.fields.note}`;
    line.append(written);
  }
  const open = document.createElement("a"), seen = document.createElement("button");
  open.href = `${here}?unit=${encodeURIComponent(entry.unit)}`;
  open.className = "button";
  open.textContent = T.open;
  seen.type = "button";
  seen.textContent = T.dismiss;
  seen.addEventListener("click", () => outbox.dismiss(entry));
  line.append(open, " ", seen);
  return line;
}
