// What the codebook adds where a script runs: codes are carried to another place, a code is put into a query.

const module = (name) => import([...document.scripts].find((one) => one.src.includes(`/${name}?`)).src);
const { newAct, csrf, say } = await module("app.js");

const table = document.querySelector(".code-tree[data-move]");
if (table) carry(table);
for (const pick of document.querySelectorAll("select[data-into]")) putInto(pick, document.getElementById(pick.dataset.into));

/** A chosen code goes into the query where the cursor was, else at its end. */
function putInto(pick, field) {
  let place = null;
  field.addEventListener("blur", () => { place = [field.selectionStart, field.selectionEnd]; });
  pick.addEventListener("change", () => {
    if (!pick.value) return;
    const [start, end] = place ?? [field.value.length, field.value.length];
    const path = `"${pick.value.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
    const before = field.value.slice(0, start).trimEnd();
    const after = field.value.slice(end).trimStart();
    const open = !before || /(?:\b(?:and|or|not)|[(:])$/i.test(before);
    const gap = !before || /[(:]$/.test(before) ? "" : " ";
    field.value = `${before}${open ? gap : " and "}${path}${after ? ` ${after}` : ""}`;
    pick.value = "";
    field.focus();
  });
}

/** Drop a code on the upper part of another: it stands under that; on its lower edge: behind it. */
function carry(table) {
  let held = null;
  for (const row of table.querySelectorAll("tr[data-code]")) row.draggable = true;
  const clear = () => { for (const row of table.querySelectorAll(".into, .behind")) row.classList.remove("into", "behind"); };
  const behind = (row, event) => {
    const box = row.getBoundingClientRect();
    return event.clientY > box.top + box.height * 0.7;
  };
  table.addEventListener("dragstart", (event) => {
    held = event.target.closest?.("tr[data-code]");
    if (!held) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", held.querySelector("a").textContent);
    held.classList.add("carried");
  });
  table.addEventListener("dragend", () => { held?.classList.remove("carried"); held = null; clear(); });
  table.addEventListener("dragover", (event) => {
    const row = event.target.closest?.("tr[data-code]");
    clear();
    if (!held || !row || row === held) return;
    event.preventDefault();
    row.classList.add(behind(row, event) ? "behind" : "into");
  });
  table.addEventListener("drop", async (event) => {
    const row = event.target.closest?.("tr[data-code]");
    if (!held || !row || row === held) return;
    event.preventDefault();
    const fields = new URLSearchParams({ act_id: newAct(), basis: held.dataset.basis, from: "codebook" });
    if (behind(row, event)) {
      fields.set("parent", row.dataset.parent ?? "");
      fields.set("after", row.dataset.code);
    } else {
      fields.set("parent", row.dataset.code);
    }
    const answer = await fetch(held.dataset.move, {
      method: "POST", body: fields, headers: { "X-CSRFToken": csrf(), "HX-Request": "true" },
    }).catch(() => null);
    if (!answer) return say(document.body.dataset.offline, true);
    const there = answer.headers.get("HX-Redirect");
    if (there) return location.assign(there);
    const told = document.createElement("template");
    told.innerHTML = await answer.text();
    say(told.content.textContent.trim(), true);
  });
}
