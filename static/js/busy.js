// What HTMX does not show by itself: a line on top when an answer takes longer than 300 ms, and a toast with Retry when
// there is no answer or a bad one. The words stand in <template id="toast-failed"> and <template id="toast-offline">.
const line = document.getElementById("busy");
const SLOW_MS = 300;
let running = 0;
let timer = 0;

function started() {
  running += 1;
  timer ||= setTimeout(() => line?.classList.add("on"), SLOW_MS);
}

function ended() {
  running = Math.max(0, running - 1);
  if (running) return;
  clearTimeout(timer);
  timer = 0;
  line?.classList.remove("on");
}

function isPoll(request) {
  return /\b(every|load)\b/.test(request.elt?.getAttribute("hx-trigger") ?? "") && !request.triggeringEvent?.isTrusted;
}

function failed(templateId, { requestConfig: request }) {
  if (!request || isPoll(request)) return; // a poll tries again by itself
  const toast = document.getElementById(templateId)?.content.firstElementChild.cloneNode(true);
  if (!toast) return;
  toast.querySelector("[data-retry]").addEventListener("click", () => {
    toast.remove();
    const { verb, path, elt, target } = request;
    window.htmx.ajax(verb, path, { source: elt, target });
  });
  document.getElementById("toasts").append(toast);
}

// A refusal brings its sentence as a toast out of band and leaves the page as it is (accounts/middleware.py).
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.xhr.status !== 403 || detail.xhr.getResponseHeader("HX-Reswap") !== "none") return;
  detail.shouldSwap = true;
  detail.isError = false;
});
document.addEventListener("htmx:beforeRequest", started);
document.addEventListener("htmx:afterRequest", ended);
document.addEventListener("htmx:responseError", (event) => failed("toast-failed", event.detail));
for (const name of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(name, (event) => failed("toast-offline", event.detail));
}
