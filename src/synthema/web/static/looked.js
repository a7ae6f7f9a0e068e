// The button of the page of files to import tells how many are imported; a correction is looked at by Enter.
const button = document.getElementById("take");
const chosen = [...document.querySelectorAll("select[data-do]")];

function told() {
  const count = chosen.filter((one) => one.value !== "leave").length;
  const words = count === 1 ? button.dataset.one : count ? button.dataset.many : button.dataset.none;
  button.textContent = words.replace("#", count.toLocaleString("en"));
}
for (const one of chosen) one.addEventListener("change", told);
for (const one of document.querySelectorAll(".look input"))
  one.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    one.closest("details").querySelector("button").click();
  });
