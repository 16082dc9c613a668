// Words that somebody types, copied into this browser until the server has them.
const PREFIX = "habac24h:";

export function copy(place, words) {
  const at = new Date().toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit" });
  try {
    localStorage.setItem(PREFIX + place, JSON.stringify({ ...words, at }));
  } catch {
    // Full or forbidden (private windows): the server's copy remains.
  }
}

export function copied(place) {
  try {
    return JSON.parse(localStorage.getItem(PREFIX + place));
  } catch {
    return null;
  }
}

export function drop(place) {
  try {
    localStorage.removeItem(PREFIX + place);
  } catch {
    // Forbidden: then nothing was copied either.
  }
}
