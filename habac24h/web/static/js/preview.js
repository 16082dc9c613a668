// While somebody types in a form with data-preview, its preview is asked for anew after a pause.
const PAUSE = 700;

for (const form of document.querySelectorAll("form[data-preview]")) {
  const shown = form.querySelector("#xem-truoc");
  let waiting = 0;
  let asked = 0;
  const ask = async () => {
    const mine = ++asked;
    try {
      const answer = await fetch(form.dataset.preview, { method: "POST", body: new FormData(form) });
      const html = await answer.text();
      if (answer.ok && !answer.redirected && mine === asked) {
        const read = new DOMParser().parseFromString(html, "text/html");
        shown.replaceChildren(...read.body.childNodes);
      }
    } catch {
      // No network: the old dates stay, and the button asks again.
    }
  };
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, PAUSE);
  });
}
