// Moving by keys: Alt and an arrow on the entry that has the focus, by days or by weeks.
import { dateOf, later, move, pick } from "./moving.js";

const DAYS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

export function byKeys(board) {
  board.addEventListener("keydown", (event) => {
    const days = DAYS[event.key];
    const writes = event.target.matches?.("input, select, textarea");
    const entry = event.altKey && days && !writes ? pick(event.target) : null;
    if (!entry) return;
    event.preventDefault();
    move(entry, later(dateOf(entry), days));
  });
}
