// Quantity: the buttons and the arrow keys move by the pack multiple, between min and max. A typed number is not touched:
// the server refuses one that is no multiple and names the two nearest.
const numberOf = (text) => Number(String(text ?? "").replace(/[\s\u00a0]/g, "").replace(",", ".")) || 0;

function step(input, direction) {
  if (!input || input.disabled || input.readOnly) return;
  const { pack, min, max } = input.dataset;
  const by = numberOf(pack) || 1;
  const now = numberOf(input.value);
  // the next multiple in that direction, so 235 of pack 50 goes to 250 or 200
  const next = direction > 0 ? (Math.floor(now / by) + 1) * by : (Math.ceil(now / by) - 1) * by;
  const least = min === undefined ? 0 : numberOf(min);
  const most = max === undefined ? Infinity : numberOf(max);
  const value = String(Math.min(most, Math.max(least, Number(next.toFixed(3)))));
  if (value === input.value) return;
  input.value = value;
  input.dispatchEvent(new Event("input", { bubbles: true }));
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.(".step button[data-by]");
  if (button) step(button.closest(".step").querySelector("input"), Number(button.dataset.by));
});

document.addEventListener("keydown", (event) => {
  const direction = { ArrowUp: 1, ArrowDown: -1 }[event.key];
  if (!direction || !event.target.matches?.(".step input")) return;
  event.preventDefault();
  step(event.target, direction);
});
