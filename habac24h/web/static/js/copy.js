// Copies an address or a text at the press of a button. Without this script the address can be selected.
for (const button of document.querySelectorAll("button[data-copies]")) {
  const field = document.getElementById(button.dataset.copies);
  const said = document.getElementById(button.getAttribute("aria-describedby"));
  button.hidden = false;
  button.addEventListener("click", async () => {
    field.select();
    let done = true;
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      // Plain http on a network has no clipboard of its own; the old way still works there.
      done = document.execCommand("copy");
    }
    said.textContent = done ? (button.dataset.done ?? "Đã chép địa chỉ.") : "Chưa chép được: hãy bấm Ctrl+C.";
  });
}
