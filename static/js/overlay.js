// Dialogs open by [data-open="id"] and close by [data-close] or a click on the veil; a menu stands under its button.
const EDGE = 12;

document.addEventListener("click", (event) => {
  const opener = event.target.closest?.("[data-open]");
  if (opener) {
    event.preventDefault(); // a link leads to the same question on a page, for those without script
    document.getElementById(opener.dataset.open)?.showModal();
    return;
  }
  const dialog = event.target.closest?.("dialog[open]");
  if (dialog && (event.target === dialog || event.target.closest("[data-close]"))) dialog.close();
});

document.addEventListener("toggle", (event) => {
  const menu = event.target;
  if (event.newState !== "open" || !menu.matches(".menu[data-anchored]")) return;
  const button = document.querySelector(`[popovertarget="${CSS.escape(menu.id)}"]`)?.getBoundingClientRect();
  if (!button) return;
  const left = Math.min(button.left, document.documentElement.clientWidth - menu.offsetWidth - EDGE);
  const below = button.bottom + 4;
  const fits = below + menu.offsetHeight < window.innerHeight - EDGE;
  menu.style.left = `${Math.max(EDGE, left)}px`;
  menu.style.top = `${fits ? below : Math.max(EDGE, button.top - menu.offsetHeight - 4)}px`;
}, true);

// A table that scrolls inside its box must be reachable by the keyboard and have a name there.
function reachScrollable() {
  for (const box of document.querySelectorAll(".tblw")) {
    const scrolls = box.scrollWidth > box.clientWidth + 1;
    const name = box.querySelector("caption")?.textContent ?? "";
    for (const [key, value] of Object.entries({ tabindex: "0", role: "region", "aria-label": `↔ ${name}` })) {
      if (scrolls) box.setAttribute(key, value);
      else box.removeAttribute(key);
    }
  }
}
reachScrollable();
addEventListener("resize", reachScrollable);
document.addEventListener("htmx:afterSettle", reachScrollable);
