// Addresses of scripts that run as workers: under Trusted Types a browser takes them from this policy alone, which the
// service names in its Content-Security-Policy, and it lets through nothing but files of the site itself.

type Policy = { createScriptURL(address: string): unknown };
type Rules = { createScriptURL?(address: string): string; createHTML?(text: string): string | null };
type Factory = { createPolicy(name: string, rules: Rules): Policy };

const factory = () => (globalThis as { trustedTypes?: Factory }).trustedTypes;

/** React Aria empties what it has read out by setting it to no text at all, which is no markup to fear: only that passes. */
export function allowEmptying() {
  try {
    factory()?.createPolicy("default", { createHTML: (text) => (text === "" ? text : null) });
  } catch {
    // A proxy's own Content-Security-Policy may name no such policy: what was read out stays then, and so does the site.
  }
}

const rules = {
  createScriptURL(address: string): string {
    const url = new URL(address, location.href);
    if (url.origin !== location.origin) throw new TypeError(`not a script of this site: ${address}`);
    return url.href;
  },
};

let policy: Policy | undefined;

/** To be handed to a browser as it is; it says text and is none where there are Trusted Types. */
export function ownScript(address: string): string {
  policy ??= factory()?.createPolicy("lorntech", rules) ?? rules;
  return policy.createScriptURL(address) as string;
}
