// Families of uncertain records: arrows lead from row to row, one key gives the ticked a letter of their own.

const BOX = "input[type=checkbox][name=record]";  // rows of other pages are named by hidden fields
const boxes = (form) => [...form.querySelectorAll(BOX)];
const letterOf = (box) => box.closest("td").querySelector("select");

/** Give the ticked rows the first letter that no row bears, and clear their ticks. */
function letter(form) {
  const ticked = boxes(form).filter((box) => box.checked);
  const selects = boxes(form).map(letterOf);
  const given = [...selects, ...form.querySelectorAll("input.letter")].map((one) => one.value);
  const free = [...selects[0].options].map((one) => one.value).find((value) => value && !given.includes(value));
  if (ticked.length === 0 || !free) return;
  for (const box of ticked) {
    letterOf(box).value = free;
    box.checked = false;
  }
  const next = boxes(form).find((box) => !letterOf(box).value);
  (next ?? ticked.at(-1)).focus();
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("#letter");
  if (button) letter(button.form);
});

document.addEventListener("change", (event) => {  // a letter says what a tick would say
  if (event.target.matches(".marks select") && event.target.value)
    event.target.closest("td").querySelector(BOX).checked = false;
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.matches(".marks select") && ["Enter", "Escape"].includes(event.key)) {
    event.preventDefault();
    event.target.closest("td").querySelector(BOX).focus();
  }
  if (event.target.matches("#why") && event.key === "Enter") {  // a reason is no decision
    const main = event.target.form.querySelector("#same");
    if (main) event.preventDefault();
    main?.focus();
  }
  const way = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!way || !event.target.matches(BOX) || !event.target.form) return;
  const rows = boxes(event.target.form);
  event.preventDefault();
  rows[rows.indexOf(event.target) + way]?.focus();
});

document.addEventListener("htmx:beforeRequest", (event) => {  // what can be undone is what is on the screen
  if (event.detail.requestConfig?.verb === "post" && event.detail.target?.id === "pair")
    document.getElementById("said")?.replaceChildren();
});
