// Moving by finger: hold an entry for half a second, then carry it to a day.
import { aim, dayOf, move, pick } from "./moving.js";

const HOLD = 500; // ms: less is a tap or the start of scrolling
const SLIP = 10; // px that a resting finger may wander
const EDGE = 70; // px at the screen's edge in which the page scrolls along

export function byFinger(board) {
  let held = null;
  let ghost = null;
  let waiting = 0;
  let begun = null;

  const where = (touch) => document.elementFromPoint(touch.clientX, touch.clientY);
  const drop = () => {
    clearTimeout(waiting);
    ghost?.remove();
    held?.classList.remove("dang-cam");
    aim(null);
    held = ghost = begun = null;
  };
  const take = (entry, touch) => {
    held = entry;
    ghost = entry.cloneNode(true);
    ghost.removeAttribute("id");
    ghost.querySelector(".doi-ngay")?.remove();
    ghost.classList.add("theo-tay");
    board.append(ghost);
    entry.classList.add("dang-cam");
    carry(touch);
    navigator.vibrate?.(30);
  };
  const carry = (touch) => {
    ghost.style.left = `${touch.clientX - 40}px`;
    ghost.style.top = `${touch.clientY - 30}px`;
    aim(dayOf(where(touch)));
    if (touch.clientY < EDGE) scrollBy(0, -12);
    if (touch.clientY > innerHeight - EDGE) scrollBy(0, 12);
  };

  board.addEventListener("touchstart", (event) => {
    drop();
    const entry = event.touches.length === 1 ? pick(event.target) : null;
    if (!entry || event.target.closest("form, summary")) return;
    begun = event.touches[0];
    waiting = setTimeout(() => take(entry, begun), HOLD);
  }, { passive: true });
  board.addEventListener("touchmove", (event) => {
    const touch = event.touches[0];
    if (held) {
      event.preventDefault();
      carry(touch);
    } else if (begun && Math.hypot(touch.clientX - begun.clientX, touch.clientY - begun.clientY) > SLIP) {
      drop();
    }
  }, { passive: false });
  board.addEventListener("touchend", (event) => {
    const entry = held;
    const day = entry && dayOf(where(event.changedTouches[0]));
    drop();
    if (!entry) return;
    event.preventDefault(); // lifting the finger is no tap on the link
    if (day) move(entry, day.dataset.ngay);
  }, { passive: false });
  board.addEventListener("touchcancel", drop);
  board.addEventListener("contextmenu", (event) => {
    if (held || begun) event.preventDefault(); // the phone's own menu for a long press on a link
  });
}
