// The editor: what the checks say while one types, and words that are never lost.
// 1. Each key is copied to this browser, so that a closed lid or a dead network loses nothing.
// 2. A pause sends the words to be looked at, a longer one to be kept; a newer look stops an older.
// 3. What the server has kept leaves the browser again: others may sit here tomorrow.
// Without this script the button “Xem thử” shows the same.
import { copy, copied, drop } from "./keep.js";

const LOOK = 400, KEEP = 1500;
const form = document.querySelector("form[data-soan]");
const text = form.elements.text, title = form.elements.title;
const place = `${form.dataset.ai}:${form.elements.key.value}`;
const begun = { title: title.value, text: text.value };
let looking, timers = {};

const byId = (id) => document.getElementById(id);
const now = () => ({ title: title.value, text: text.value });
const same = (one, other) => one.title === other.title && one.text === other.text;

function say(words) {
  const place = byId("tinh-trang");
  if (place.textContent !== words) place.textContent = words;
}

function later(name, wait, act) {
  clearTimeout(timers[name]);
  timers[name] = setTimeout(act, wait);
}

function send(path, more = {}) {
  return fetch(path, { method: "POST", body: new URLSearchParams(new FormData(form)), ...more });
}

async function answer(response) {
  // A session that is over leads to the door, which answers well, but not in JSON.
  if (response.redirected) throw new Error("door");
  if (!response.headers.get("content-type")?.startsWith("application/json")) throw new Error("net");
  return response.json();
}

function failed(error) {
  if (error.name === "AbortError") return;
  const why = error.message === "door"
    ? "Phiên đăng nhập đã hết. Hãy đăng nhập lại ở một thẻ khác rồi gõ tiếp"
    : "Chưa nối được với chương trình";
  say(`${why}; lời đang gõ được giữ trên máy này.`);
}

async function look() {
  looking?.abort();
  looking = new AbortController();
  try {
    const seen = await answer(await send("/soan/xem", { signal: looking.signal }));
    if (seen.trouble) return say(seen.trouble);
    show(seen);
  } catch (error) {
    failed(error);
  }
}

function show(seen) {
  const open = byId("cho-xem").querySelector("details")?.open;
  byId("cho-loi").innerHTML = seen.findings;
  byId("cho-xem").innerHTML = seen.preview;
  byId("so-loi").textContent = seen.block + seen.warn + seen.info;
  const details = byId("cho-xem").querySelector("details");
  if (details && open) details.open = true;
  offerPlaces();
}

async function keep(more = {}) {
  const sent = now();
  try {
    const kept = await answer(await send("/soan/giu", more));
    if (kept.trouble) return say(kept.trouble);
    if (same(sent, now())) drop(place);
    say(`Đã giữ lời gõ dở lúc ${kept.at}; bấm “Lưu lời mới” để thay lời của bài.`);
    byId("co-nguoi-sua").querySelector("span").textContent = kept.other ?? "";
    byId("co-nguoi-sua").hidden = !kept.other;
  } catch (error) {
    failed(error);
  }
}

function typed() {
  copy(place, now());
  later("look", LOOK, look);
  later("keep", KEEP, keep);
}

function offerPlaces() {
  for (const button of document.querySelectorAll(".den-cho")) button.hidden = false;
}

// The checks count letters as people do; a browser counts some of them (emoji) twice.
function units(count) {
  return [...text.value].slice(0, count).join("").length;
}

function goTo(button) {
  text.focus();
  text.setSelectionRange(units(+button.dataset.start), units(+button.dataset.end));
}

function offerCopy() {
  const found = copied(place);
  if (!found || same(found, now())) return drop(place);
  const offer = byId("tren-may");
  offer.querySelector("span").textContent = `Trên máy này còn lời bạn gõ lúc ${found.at}, chưa lưu được.`;
  offer.hidden = false;
  offer.querySelector("[data-lay]").addEventListener("click", () => {
    [title.value, text.value, offer.hidden] = [found.title, found.text, true];
    typed();
  });
  offer.querySelector("[data-bo]").addEventListener("click", () => {
    offer.hidden = true;
    drop(place);
  });
}

form.addEventListener("input", typed);
document.addEventListener("click", (event) => {
  const button = event.target.closest?.(".den-cho");
  if (button) goTo(button);
});
document.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() !== "s" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  form.requestSubmit(form.querySelector("button:not([formaction], [type])"));
});
addEventListener("pagehide", () => {
  if (timers.keep && !same(now(), begun)) send("/soan/giu", { keepalive: true }).catch(() => {});
});
form.addEventListener("submit", () => {
  // On its way to be saved: keeping it once more would leave it behind as unsaved.
  for (const name of Object.keys(timers)) clearTimeout(timers[name]);
  timers = {};
});
offerPlaces();
offerCopy();
