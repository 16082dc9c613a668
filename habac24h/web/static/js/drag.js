// Moving by mouse: the browser's own drag and drop.
import { aim, dayOf, move, pick } from "./moving.js";

export function byMouse(board) {
  let held = null;
  board.addEventListener("dragstart", (event) => {
    held = pick(event.target);
    if (!held) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", held.querySelector("a").textContent.trim());
    held.classList.add("dang-cam");
  });
  board.addEventListener("dragover", (event) => {
    const day = held && dayOf(event.target);
    aim(day);
    if (day) event.preventDefault();
  });
  board.addEventListener("drop", (event) => {
    const day = held && dayOf(event.target);
    if (!day) return;
    event.preventDefault();
    move(held, day.dataset.ngay);
  });
  board.addEventListener("dragend", () => {
    aim(null);
    held?.classList.remove("dang-cam");
    held = null;
  });
}
