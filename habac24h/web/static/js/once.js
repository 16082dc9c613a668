// One press, one sending: an impatient second press of the same button sends nothing, so that the
// answer to the first one (which may show a link once only) is the one that is seen.
// The server keeps things single by itself; without a script it says what is there already.
const AGAIN = 10_000; // milliseconds: an answer that still has not come may have been lost
let sent = null;

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  const fields = new URLSearchParams(new FormData(form, event.submitter));
  const now = { form, fields: String(fields), at: performance.now() };
  const same = sent && sent.form === form && sent.fields === now.fields;
  if (same && now.at - sent.at < AGAIN) event.preventDefault();
  else sent = now;
});
// Back by the browser's own button: the page is as it was left, and may send again.
window.addEventListener("pageshow", () => { sent = null; });
