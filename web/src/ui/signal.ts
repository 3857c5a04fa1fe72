/** A value that screens show: when it changes, everything on the screen is drawn again, once, after the present work. */

export interface Signal<T> {
  value: T;
}

let draw: () => void = () => undefined;
let due = false;

export function signal<T>(first: T): Signal<T> {
  let held = first;
  return {
    get value() {
      return held;
    },
    set value(next) {
      if (Object.is(next, held)) return;
      held = next;
      if (due) return;
      due = true;
      queueMicrotask(() => {
        due = false;
        draw();
      });
    },
  };
}

/** `how` draws the whole app. */
export function drawWith(how: () => void): void {
  draw = how;
  how();
}
