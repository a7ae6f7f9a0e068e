// Families of uncertain records: arrows lead from row to row, one key gives the ticked a letter of their own.

const boxes = (form) => [...form.querySelectorAll("input[name=record]")];
const letterOf = (box) => box.closest("td").querySelector("select");

/** Give the ticked rows the first letter that no row bears, and clear their ticks. */
function letter(form) {
  const ticked = boxes(form).filter((box) => box.checked);
  const selects = boxes(form).map(letterOf);
  const free = [...selects[0].options].map((one) => one.value)
    .find((value) => value && !selects.some((select) => select.value === value));
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
    event.target.closest("td").querySelector("input[name=record]").checked = false;
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.matches(".marks select") && ["Enter", "Escape"].includes(event.key)) {
    event.preventDefault();
    event.target.closest("td").querySelector("input[name=record]").focus();
  }
  const way = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!way || !event.target.matches("input[name=record]") || !event.target.form) return;
  const rows = boxes(event.target.form);
  event.preventDefault();
  rows[rows.indexOf(event.target) + way]?.focus();
});
