// Letter keys. They match the physical key (event.code), so they work in the Russian layout; they are off inside fields,
// with a modifier, under an open dialog, and for a reader who switched them off (<body data-letter-keys="off">).
// A key does something only where its target stands on the page: nothing here knows an address.

const GO_MS = 900;
const ROWS = "[data-rows] > :not(.subh, .group, [aria-busy])";
const areOn = document.body.dataset.letterKeys !== "off";
let goUntil = 0;
let cursorId = "";

const letterOf = (event) => /^Key[A-Z]$/.test(event.code) ? event.code.slice(3).toLowerCase() : "";
const current = () => document.querySelector("[data-rows] > .cur");

function isWriting(event) {
  return event.target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]")
    || event.ctrlKey || event.metaKey || event.altKey || event.isComposing;
}

function press(selector, root = document) {
  const target = root?.querySelector(selector);
  if (!target || target.disabled) return false;
  target.click();
  return true;
}

function put(row, focus = true) {
  current()?.classList.remove("cur");
  if (!row) return;
  row.classList.add("cur");
  cursorId = row.id;
  if (!focus) return;
  row.tabIndex = -1;
  row.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

function moveRow(by) {
  const rows = [...document.querySelectorAll(ROWS)].filter((row) => row.offsetParent !== null || row.offsetHeight);
  if (!rows.length) return false;
  const at = rows.indexOf(current());
  put(rows[at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + by))]);
  return true;
}

function signKey(event) {
  const isSlash = event.code === "Slash";
  if (event.key === "?" || (isSlash && event.shiftKey)) return press('[data-open="keys"]');
  if (event.key === "/" || isSlash) {
    const box = document.getElementById("q");
    box?.focus();
    box?.select();
    return Boolean(box);
  }
  const by = { "+": 1, "=": 1, "-": -1, "\u2212": -1 }[event.key];
  return Boolean(by) && press(`.step button[data-by="${by}"]`, current());
}

function letterKey(event) {
  const letter = letterOf(event);
  if (!letter || event.shiftKey) return false;
  if (goUntil > event.timeStamp) {
    goUntil = 0;
    return press(`[data-go="${letter}"]`);
  }
  if (letter === "g") {
    goUntil = event.timeStamp + GO_MS;
    return true;
  }
  if (letter === "j" || letter === "k") return moveRow(letter === "j" ? 1 : -1);
  return press(`[data-key="${letter}"]`, current()) || press(`[data-key="${letter}"]:not([data-rows] *)`);
}

function enterKey(event) {
  const row = current();
  if (event.key !== "Enter" || !row || document.activeElement !== row) return false;
  return press("[data-enter]", row) || press("a[href]", row);
}

function deleteKey(event) {
  return event.key === "Delete" && press("[data-delete]", current());
}

function chordKey(event) {
  const isSend = event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing && event.target.id !== "q";
  return isSend && press("[data-send]");
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && event.target.matches?.("input, textarea, select") && event.target.id !== "q") event.target.blur();
  if (!document.querySelector("dialog[open]") && chordKey(event)) return event.preventDefault();
  if (isWriting(event) || document.querySelector("dialog[open]")) return;
  const done = enterKey(event) || deleteKey(event) || (areOn && (letterKey(event) || signKey(event)));
  if (done) event.preventDefault();
});

document.addEventListener("focusin", (event) => {
  const row = event.target.closest?.(ROWS);
  if (row) put(row, false);
});
document.addEventListener("htmx:afterSettle", () => {
  const row = cursorId && document.getElementById(cursorId);
  if (row && !row.classList.contains("cur")) put(row, document.activeElement === document.body);
});
