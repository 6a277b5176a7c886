// Toasts leave by themselves after six seconds; the pointer or the focus on one stops its clock. Failures stay.
const box = document.getElementById("toasts");
const STAY_MS = 6000;
const FADE_MS = 220;

function leave(toast) {
  toast.classList.add("going");
  setTimeout(() => toast.remove(), FADE_MS);
}

function watch(toast) {
  if (!(toast instanceof HTMLElement) || toast.dataset.watched) return;
  toast.dataset.watched = "yes";
  toast.querySelector("[data-close]")?.addEventListener("click", () => leave(toast));
  if (toast.classList.contains("bad")) return;
  let timer = 0;
  const start = () => { clearTimeout(timer); timer = setTimeout(() => leave(toast), STAY_MS); };
  const stop = () => clearTimeout(timer);
  for (const name of ["pointerenter", "focusin"]) toast.addEventListener(name, stop);
  for (const name of ["pointerleave", "focusout"]) toast.addEventListener(name, start);
  start();
}

if (box) {
  for (const toast of box.children) watch(toast);
  new MutationObserver((changes) => {
    for (const change of changes) for (const toast of change.addedNodes) watch(toast);
  }).observe(box, { childList: true });
}
