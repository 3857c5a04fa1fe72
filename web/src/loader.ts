/**
 * The entry page's only script. Lets the service worker bring the app in pieces, shows how far it is, then starts the app.
 * Where there is no service worker it starts the app straight from the host: slower, the same bytes (SRI).
 */

import type { Start } from "./release.ts";

interface Policy {
  createScriptURL(url: string): string;
}
const scope = globalThis as unknown as {
  __START__: Start;
  trustedTypes?: { createPolicy(name: string, rules: Policy): Policy };
};
const start = scope.__START__;
const policy = scope.trustedTypes?.createPolicy("loader", {
  createScriptURL(url) {
    if (url !== "./sw.js") throw new TypeError(url);
    return url;
  },
});

const WORDS = {
  ru: {
    loading: "Загружаем",
    failed: "Не загрузилось. Проверьте интернет и нажмите «Ещё раз».",
    again: "Ещё раз",
  },
  en: {
    loading: "Loading",
    failed: "It did not load. Check the connection and press “Again”.",
    again: "Again",
  },
};

function language(): "ru" | "en" {
  const kept = localStorage.getItem("l");
  if (kept === "ru" || kept === "en") return kept;
  return navigator.languages.some((l) => /^(ru|bxr|bua|tyv|sah|be|uk|kk|ky)\b/.test(l)) || !navigator.language.startsWith("en")
    ? "ru"
    : "en";
}

const words = WORDS[language()];
document.documentElement.lang = language();
const place = document.getElementById("app")!;
const bar = document.createElement("progress");
const line = document.createElement("p");
bar.setAttribute("aria-label", words.loading);
line.textContent = words.loading;
place.replaceChildren(line, bar);
place.className = "loading";

async function controlled(): Promise<void> {
  const { serviceWorker } = navigator;
  if (!serviceWorker) return;
  serviceWorker.addEventListener("message", ({ data }: MessageEvent<{ done: number; of: number }>) => {
    [bar.max, bar.value] = [data.of, data.done];
    line.textContent = `${words.loading}: ${data.done} / ${data.of}`;
  });
  const url = policy ? policy.createScriptURL("./sw.js") : "./sw.js";
  const registration = await serviceWorker.register(url, { updateViaCache: "none" });
  if (serviceWorker.controller) return;
  await new Promise<void>((resolve, reject) => {
    serviceWorker.addEventListener("controllerchange", () => resolve(), { once: true });
    const worker = registration.installing ?? registration.waiting;
    worker?.addEventListener("statechange", () => worker.state === "redundant" && reject(new Error("pieces")));
  });
}

function addLink(rel: string, path: string): HTMLLinkElement {
  const link = document.createElement("link");
  Object.assign(link, { rel, href: path, integrity: start.integrity[path] ?? "" });
  document.head.append(link);
  return link;
}

async function begin(): Promise<void> {
  try {
    await controlled();
  } catch (error) {
    if (error instanceof Error && error.message === "pieces") return failed();
    // No service worker here (a private window): straight from the host.
  }
  for (const path of Object.keys(start.integrity)) if (path.endsWith(".js")) addLink("modulepreload", path);
  const style = addLink("stylesheet", start.style);
  try {
    await new Promise((resolve, reject) => Object.assign(style, { onload: resolve, onerror: reject }));
    place.className = "";
    await import(/* @vite-ignore */ new URL(start.app, document.baseURI).href);
  } catch {
    failed(); // broken off, or bytes that are not the released ones
  }
}

function failed(): void {
  const again = document.createElement("button");
  again.textContent = words.again;
  again.onclick = () => location.reload();
  line.textContent = words.failed;
  place.className = "loading";
  place.replaceChildren(line, again);
}

void begin();
