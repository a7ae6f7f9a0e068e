// Files are sent one by one, each with its own progress; a bad one never holds up the others.
import { csrf, newAct, say } from "./app.js";

const form = document.getElementById("uploads");
const AT_ONCE = 2;

function line(list, file) {
  const item = document.createElement("li");
  const name = document.createElement("span");
  name.className = "name";
  name.textContent = file.name;
  const bar = document.createElement("progress");
  bar.max = 100;
  bar.value = 0;
  bar.setAttribute("aria-label", file.name);
  const state = document.createElement("span");
  state.className = "soft";
  state.textContent = form.dataset.waits;
  item.append(name, bar, state);
  list.append(item);
  return { item, bar, state };
}

function send(file, shown, act) {
  return new Promise((done) => {
    const body = new FormData();
    body.append("files", file);
    body.append("act_id", act);
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("X-CSRFToken", csrf());
    request.setRequestHeader("Accept", "application/json");
    request.responseType = "json";
    request.upload.onprogress = (event) => { if (event.lengthComputable) shown.bar.value = (100 * event.loaded) / event.total; };
    request.onload = () => {
      if (request.status === 200 && request.response?.files) {
        shown.bar.value = 100;
        shown.state.textContent = form.dataset.sent;
        return done(request.response.files);
      }
      refuse(shown, request.response?.said ?? `${request.status}`);
      return done([]);
    };
    request.onerror = () => {
      refuse(shown, form.dataset.lost);
      const again = document.createElement("button");
      again.type = "button";
      again.textContent = form.dataset.again;
      again.addEventListener("click", async () => {
        again.remove();
        shown.item.classList.remove("not");
        await read(await send(file, shown, act));  // the same act: what did arrive is not kept twice
      });
      shown.item.append(again);
      done([]);
    };
    shown.state.textContent = form.dataset.going;
    request.send(body);
  });
}

function refuse(shown, words) {
  shown.item.classList.add("not");
  shown.bar.hidden = true;
  shown.state.textContent = words;
}

async function read(files) {
  if (!files.length) return;
  const body = new URLSearchParams({ act_id: newAct() });
  for (const one of files) body.append("file", one);
  const headers = { "X-CSRFToken": csrf(), Accept: "application/json" };
  const answer = await fetch(form.dataset.read, { method: "POST", body, headers, credentials: "same-origin" });
  const said = await answer.json();
  if (!answer.ok) say(said.said, true);
  else if (!form.querySelector("li.not")) window.location.assign(said.go);
  else say(said.said ?? "", false);
  if (answer.ok && form.querySelector("li.not")) {  // what was refused stays readable; a link leads on
    const on = document.createElement("a");
    on.className = "button main";
    on.href = said.go;
    on.textContent = form.querySelector("button.main").textContent;
    document.getElementById("said").replaceChildren();
    form.querySelector(".on")?.remove();
    on.classList.add("on");
    form.append(on);
  }
}

async function sendAll(chosen) {
  const list = document.getElementById("sending");
  list.replaceChildren();
  const most = Number(form.dataset.most);
  if (chosen.length > most) say(form.dataset.many, true);
  const waiting = chosen.slice(0, most).map((file) => [file, line(list, file)]);
  const sent = [];
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [file, shown] = next;
      if (file.size > Number(form.dataset.megabytes) * 1048576) refuse(shown, form.dataset.large);
      else sent.push(...(await send(file, shown, newAct())));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  await read(sent);
}

if (form) {
  const input = form.querySelector("input[type=file]");
  const begin = () => {
    const chosen = [...input.files];
    input.value = "";
    if (chosen.length) sendAll(chosen);
  };
  input.addEventListener("change", begin);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    begin();
  });
}
