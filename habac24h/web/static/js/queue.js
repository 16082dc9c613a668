// The queue by keys: J next, K previous, D asks and approves, T opens the return. The buttons and
// links that the keys press are on the page, so that nothing is lost without this script.
const dialog = document.getElementById("hoi-duyet");
const back = document.getElementById("tra");

const keys = {
  j: () => document.querySelector("a[rel=next]")?.click(),
  k: () => document.querySelector("a[rel=prev]")?.click(),
  d: () => dialog?.showModal(),
  t: () => {
    if (!back) return;
    back.open = true;
    back.querySelector("input[name=reason]").focus();
  },
};

function typing(target) {
  return target.matches?.("textarea, select, input:not([type=checkbox], [type=radio])") || dialog?.open;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || typing(event.target)) return;
  const act = keys[event.key.toLowerCase()];
  if (!act) return;
  event.preventDefault();
  act();
});
dialog?.querySelector("[data-thoi]").addEventListener("click", () => dialog.close());
for (const hint of document.querySelectorAll(".phim")) hint.hidden = false;
