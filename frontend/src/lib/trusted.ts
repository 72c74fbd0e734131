// Addresses of scripts that run as workers: under Trusted Types a browser takes them from this policy alone, which the
// service names in its Content-Security-Policy, and it lets through nothing but files of the site itself.

type Policy = { createScriptURL(address: string): unknown };
type Factory = { createPolicy(name: string, rules: { createScriptURL(address: string): string }): Policy };

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
  policy ??=
    (globalThis as { trustedTypes?: Factory }).trustedTypes?.createPolicy("lorntech", rules) ?? rules;
  return policy.createScriptURL(address) as string;
}
