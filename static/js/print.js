// The button "Print" shows itself where there is a script to press it; without one the browser's own print does.
for (const button of document.querySelectorAll("[data-print]")) button.hidden = false;

document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-print]")) window.print();
});
