// Storage may be refused (private windows, full disks): the site then simply forgets.

type Form = "plain" | "json";

export function recall<T>(
  key: string,
  form: Form = "json",
  store: "local" | "session" = "local",
): T | undefined {
  try {
    const text = (store === "local" ? localStorage : sessionStorage).getItem(key);
    if (text === null) return undefined;
    return (form === "plain" ? text : JSON.parse(text)) as T;
  } catch {
    return undefined;
  }
}

export function remember(
  key: string,
  value: unknown,
  form: Form = "json",
  store: "local" | "session" = "local",
) {
  try {
    const text = form === "plain" ? String(value) : JSON.stringify(value);
    (store === "local" ? localStorage : sessionStorage).setItem(key, text);
  } catch {
    // Nothing to do: see above.
  }
}

export function forget(key: string, store: "local" | "session" = "local") {
  try {
    (store === "local" ? localStorage : sessionStorage).removeItem(key);
  } catch {
    // Nothing to do: see above.
  }
}
