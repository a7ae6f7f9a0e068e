// Waits until Synthema has restored a backup and answers again, then goes on.
const waiting = document.getElementById("restoring");

async function look() {
  try {
    const answer = await fetch(waiting.dataset.asks, { cache: "no-store", redirect: "error" });
    if (answer.ok && (await answer.json()).ready) {
      location.replace(waiting.dataset.then);
      return;
    }
  } catch {
    // it is away for a moment
  }
  setTimeout(look, 1500);
}
if (waiting?.dataset.then) setTimeout(look, 1500);
