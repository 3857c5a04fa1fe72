/** What the host of this page tells beside the app (where.json; not part of the release): relays for new circles, a demonstration. */

interface Told {
  readonly relays: readonly string[];
  readonly demo: boolean;
}

export async function hostTells(): Promise<Told> {
  try {
    const answer = await fetch("./where.json", { cache: "no-store" });
    const told = (answer.ok ? await answer.json() : {}) as { relays?: unknown; demo?: unknown };
    const relays = Array.isArray(told.relays) ? told.relays : [];
    return {
      relays: relays.filter((url): url is string => typeof url === "string" && /^https?:\/\//.test(url)).slice(0, 3),
      demo: told.demo === true,
    };
  } catch {
    return { relays: [], demo: false }; // offline, or a host that tells nothing: she types an address
  }
}

/** An invitation to the demonstration circle. */
export async function demoInvitation(): Promise<string> {
  const answer = await fetch("./demo", { method: "POST" });
  const { link } = (await answer.json()) as { link: unknown };
  return String(link);
}
