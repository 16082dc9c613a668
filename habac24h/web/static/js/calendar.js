// Moves entries of the calendar to other days: by mouse, by finger, by keys.
// Each only fills in the plain form that stands beside the entry, which works without this script.
import { movable, pick } from "./moving.js";
import { byMouse } from "./drag.js";
import { byFinger } from "./touch.js";
import { byKeys } from "./keys.js";

const board = document.querySelector("main");
for (const entry of movable(board)) {
  entry.draggable = true;
}
byMouse(board);
byFinger(board);
byKeys(board);
for (const hint of board.querySelectorAll(".cach-doi")) hint.hidden = false;
// After a move the page is new: the entry that was moved has the focus again. Only after loading,
// because going to the address's #part takes the focus away.
addEventListener("load", () => {
  const moved = document.getElementById(location.hash.slice(1));
  requestAnimationFrame(() => pick(moved)?.querySelector("a")?.focus());
});
// Paper folds nothing away.
addEventListener("beforeprint", () => {
  for (const folded of board.querySelectorAll(".gon")) folded.open = true;
});
