// Asks every second how far the printing is. Without this script the page loads itself anew.
const shown = () => document.getElementById("tien-do");

async function look() {
  const answer = await fetch(location.href);
  const found = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = found.getElementById("tien-do");
  if (!fresh) return;
  if (!("cho" in fresh.dataset)) return location.reload();
  shown().replaceChildren(...fresh.childNodes);
}

setInterval(() => look().catch(() => {}), 1000);
