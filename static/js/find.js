// The search box is a combobox over the list that the server sends into #find-panel. Arrows choose, Enter opens the
// chosen hit or searches, Ctrl Enter adds the chosen or the exact hit to the cart, Esc closes. The options carry data-href; without script the form simply searches.
const input = document.getElementById("q");
const panel = () => document.getElementById("find-panel");
const options = () => [...(panel()?.querySelectorAll('[role="option"]') ?? [])];
const chosen = () => options().find((option) => option.getAttribute("aria-selected") === "true");

function show(open) {
  const box = panel();
  if (!box) return;
  const isOpen = open && box.childElementCount > 0;
  box.hidden = !isOpen;
  input.setAttribute("aria-expanded", String(isOpen));
  if (isOpen) input.setAttribute("aria-controls", "find-list");
  else for (const name of ["aria-activedescendant", "aria-controls"]) input.removeAttribute(name);
}

function choose(option) {
  for (const other of options()) other.setAttribute("aria-selected", String(other === option));
  if (!option) return input.removeAttribute("aria-activedescendant");
  input.setAttribute("aria-activedescendant", option.id);
  option.scrollIntoView({ block: "nearest" });
}

function move(by) {
  const all = options();
  if (!all.length) return;
  if (panel().hidden) show(true);
  const at = all.indexOf(chosen());
  choose(all[(at + by + all.length + (at < 0 && by < 0 ? 1 : 0)) % all.length]);
}

const open = (option) => { if (option?.dataset.href) location.assign(option.dataset.href); };

// The panel that answers what stands in the box now: the one on the page, or a fresh one that is not shown.
async function answer(asked) {
  if (panel()?.dataset.query?.trim() === asked) return panel();
  const address = `${input.getAttribute("hx-get")}?${new URLSearchParams({ q: asked })}`;
  const response = await fetch(address, { headers: { "HX-Request": "true" } });
  return new DOMParser().parseFromString(await response.text(), "text/html").getElementById("find-panel");
}

async function add() {
  const asked = input.value.trim();
  if (!asked) return;
  const found = await answer(asked).catch(() => null);
  if (!found) return input.form.requestSubmit(); // signed out or no net: the page of results says it
  if (!found.dataset.add) return;
  const isChosen = found === panel() && !found.hidden;
  const option = (isChosen && chosen()) || found.querySelector("[data-exact]");
  if (!option?.dataset.product) return refuse(found);
  const { product, quantity } = option.dataset;
  window.htmx.ajax("POST", found.dataset.add, { source: input.form, swap: "none", values: { product, quantity } });
  show(false);
  input.select();
}

function refuse(found) {
  const toast = found.querySelector("[data-refusal]")?.content.firstElementChild;
  if (toast) document.getElementById("toasts").append(document.importNode(toast, true));
}

if (input) {
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      if (!event.repeat) add();
    } else if (event.key === "Enter" && !panel()?.hidden && input.hasAttribute("aria-activedescendant")) {
      event.preventDefault();
      open(chosen());
    } else if (event.key === "Escape") {
      event.preventDefault(); // keeps what was typed
      if (panel() && !panel().hidden) show(false);
      else input.blur();
    }
  });
  input.form.addEventListener("focusout", (event) => {
    if (!input.form.contains(event.relatedTarget)) show(false);
  });
  input.form.addEventListener("mousedown", (event) => {
    if (event.target.closest('[role="option"]')) event.preventDefault(); // the box keeps the focus
  });
  input.form.addEventListener("click", (event) => open(event.target.closest('[role="option"]')));
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.requestConfig?.elt !== input) return;
    show(document.activeElement === input && Boolean(options().length || panel()?.querySelector(".none")));
  });
}
