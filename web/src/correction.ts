/**
 * The correction form of a record's site: seals what a relative wrote to the desk's key and gives it back as a file (RECORD 3.6, 'Site' 5).
 * Sends nothing. Built into one classic script, for pages opened from a folder load no modules.
 */

import type { Bytes } from "./core/bytes.ts";
import { seal } from "./crypto/sealing.ts";

const INFO = new TextEncoder().encode("homeward record submission 1");
const PADDED = 4096;

/** The padded plaintext of a submission: its length in four bytes, its JSON, zeros up to a multiple of 4,096. */
export function padded(json: string): Bytes {
  const plain = new TextEncoder().encode(json);
  const whole = new Uint8Array(Math.ceil((plain.length + 4) / PADDED) * PADDED);
  new DataView(whole.buffer).setUint32(0, plain.length);
  whole.set(plain, 4);
  return whole;
}

function said(name: string): string {
  const found = document.querySelector<HTMLInputElement | HTMLTextAreaElement>(`#${name}`);
  return found?.value.trim() ?? "";
}

function submission(): string {
  const about = said("person");
  const number = /^\d{1,9}$/.test(about) ? Number(about) : undefined;
  const parts = [number === undefined ? about : "", said("wanted"), said("answer")].filter((part) => part !== "");
  const all = { kind: "submission", text: parts.join("\n\n"), relation: said("relation"), grounds: said("grounds") };
  return JSON.stringify(number === undefined ? all : { ...all, person: number });
}

async function sealed(key: Bytes): Promise<void> {
  const whole = await seal(key, INFO, padded(submission()));
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([whole], { type: "application/octet-stream" }));
  link.download = "correction.sealed";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

const form = document.querySelector<HTMLFormElement>("#correction");
const status = document.querySelector<HTMLElement>("#sealed");
const button = document.querySelector<HTMLButtonElement>("#seal");
const text = document.querySelector("#key")?.textContent?.trim() ?? "";
if (form && status && button && text && globalThis.crypto?.subtle) {
  const key = Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
  for (const shown of form.querySelectorAll<HTMLElement>(".withscript")) shown.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  button.addEventListener("click", () => {
    if (said("wanted") === "") {
      document.querySelector<HTMLElement>("#wanted")?.focus();
      return;
    }
    status.textContent = "";
    sealed(key).then(
      () => void (status.textContent = status.dataset["done"] ?? ""),
      () => void (status.textContent = status.dataset["failed"] ?? ""),
    );
  });
}
