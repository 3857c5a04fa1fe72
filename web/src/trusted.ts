/** The one Trusted Types policy: a script's address may only be one of this app's own files. Without Trusted Types a plain check. */

interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL: (url: string) => string }): { createScriptURL: (url: string) => string };
}

const own = (url: string): string => {
  const there = new URL(url, document.baseURI);
  if (there.origin !== location.origin || there.search || there.hash) throw new TypeError(`not a script of this app: ${url}`);
  return there.href;
};

const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
const policy = trustedTypes?.createPolicy("homeward", { createScriptURL: own });

/** `url` as something a worker may be started from. Throws TypeError for any other address. */
export const scriptUrl = (url: string): string => (policy ? policy.createScriptURL(url) : own(url));
