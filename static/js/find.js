// The search box is a combobox over the list that the server sends into #find-panel. Arrows choose, Enter opens the
// chosen hit or searches, Esc closes. The options carry data-href; without script the form simply searches.
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

if (input) {
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      move(event.key === "ArrowDown" ? 1 : -1);
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
    const isWanted = document.activeElement === input && input.value.trim() !== "" && options().length > 0;
    show(isWanted || (document.activeElement === input && Boolean(panel()?.querySelector(".none"))));
  });
}
