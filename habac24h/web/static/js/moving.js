// What mouse, finger and keys share: which entries move, which days take them, and asking first.

export const ENTRY = ".muc, .mep";
const FORM = ".doi-ngay form";

/** The entries below `root` that this person may move. */
export function movable(root) {
  return [...root.querySelectorAll(ENTRY)].filter((one) => one.querySelector(FORM));
}

/** The entry around an element, if it moves; null otherwise. */
export function pick(element) {
  const entry = element?.closest?.(ENTRY);
  return entry?.querySelector(FORM) ? entry : null;
}

/** The day around an element; null where there is none. */
export function dayOf(element) {
  return element?.closest?.("[data-ngay]:not(span)") ?? null;
}

/** The day (2026-11-17) on which an entry stands. */
export function dateOf(entry) {
  return entry.querySelector(FORM).elements.tu.value;
}

/** Another day, so many days later. */
export function later(date, days) {
  const day = new Date(`${date}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() + days);
  return day.toISOString().slice(0, 10);
}

/** Moves an entry to a day; asks first where an approval or a handed-over post is at stake. */
export function move(entry, date) {
  const form = entry.querySelector(FORM);
  const field = form.elements.ngay;
  if (!date || date === form.elements.tu.value) return;
  const before = field.value;
  field.value = date;
  const warning = form.querySelector(".canh-bao");
  if (!warning) return form.submit();
  ask(entry, date, warning.textContent, (agreed) => {
    if (agreed) form.submit();
    else field.value = before;
  });
}

function ask(entry, date, warning, answered) {
  const dialog = document.getElementById("hoi-doi");
  const [year, month, day] = date.split("-");
  dialog.querySelector("[data-ngay]").textContent = `ngày ${day}/${month}/${year}`;
  dialog.querySelector("[data-ten]").textContent = entry.querySelector("a").textContent.trim();
  dialog.querySelector("[data-noi]").textContent = warning;
  dialog.returnValue = "";
  dialog.addEventListener("close", () => {
    answered(dialog.returnValue === "doi");
    entry.querySelector("a").focus();
  }, { once: true });
  dialog.showModal();
}

/** Marks the day that would take the entry now; no other is marked. */
export function aim(day) {
  for (const one of document.querySelectorAll(".nham")) one.classList.remove("nham");
  day?.classList.add("nham");
}
