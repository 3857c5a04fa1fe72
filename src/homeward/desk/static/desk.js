// Adds keys to what works without them: 1 2 3 choose, Enter confirms, w why, l later, u undo, b blind. Sends nothing by itself.
// Keys are taken by their place, so they work in a Russian layout too.
"use strict";
const PLACES = { KeyL: "later", KeyU: "undo", KeyB: "blind" };
addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.repeat) return;
  if (event.target.closest("input:not([type=radio]), textarea, select")) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  const verdict = document.getElementById("verdict");
  const digit = /^(?:Digit|Numpad)([1-3])$/.exec(event.code);
  const radio = verdict && digit && verdict.querySelector(`input[accesskey="${digit[1]}"]`);
  const button = document.getElementById(PLACES[event.code]);
  if (radio) {
    radio.checked = true;
    radio.focus();
  } else if (verdict && event.key === "Enter" && !event.target.closest("a, button, summary")) {
    verdict.requestSubmit();
  } else if (event.code === "KeyW" && verdict) {
    document.getElementById("why").focus();
  } else if (button) {
    button.click();
  } else return;
  event.preventDefault();
});
