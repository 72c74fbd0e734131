// Links in mails look like /demandes/{id}#acces=<token>: the fragment never reaches a server, and is taken out of
// the address as soon as it has been read. The token lives as long as the tab.
import { recall, remember } from "./storage";

const key = (id: string) => `lorntech.access.${id}`;

export function tokenInFragment(hash: string, name = "acces"): string | undefined {
  const token = new URLSearchParams(hash.replace(/^#/, "")).get(name);
  return token && /^[\w.~-]{8,4096}$/.test(token) ? token : undefined;
}

export function keepAccess(id: string, token: string): void {
  remember(key(id), token, "plain", "session");
}

export function accessTokenFor(id: string): string | undefined {
  return recall<string>(key(id), "plain", "session");
}
