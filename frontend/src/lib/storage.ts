// Storage may be refused (private windows, full disks): the site then simply forgets.

type Form = "plain" | "json";
/** What lasts as long as the tab, or stays on this device. */
export type Store = "local" | "session";

export function recall<T>(key: string, form: Form = "json", store: Store = "local"): T | undefined {
  try {
    const text = (store === "local" ? localStorage : sessionStorage).getItem(key);
    if (text === null) return undefined;
    return (form === "plain" ? text : JSON.parse(text)) as T;
  } catch {
    return undefined;
  }
}

export function remember(key: string, value: unknown, form: Form = "json", store: Store = "local") {
  try {
    const text = form === "plain" ? String(value) : JSON.stringify(value);
    (store === "local" ? localStorage : sessionStorage).setItem(key, text);
  } catch {
    // Nothing to do: see above.
  }
}

export function forget(key: string, store: Store = "local") {
  try {
    (store === "local" ? localStorage : sessionStorage).removeItem(key);
  } catch {
    // Nothing to do: see above.
  }
}
