// Addresses people can read and write: ?kinds=startup&kinds=fablab, no JSON, no quotes.

export type Search = Record<string, string | string[] | undefined>;

export function parseSearch(text: string): Search {
  const found: Search = {};
  for (const [name, value] of new URLSearchParams(text)) {
    const before = found[name];
    found[name] = before === undefined ? value : Array.isArray(before) ? [...before, value] : [before, value];
  }
  return found;
}

export function stringifySearch(search: Record<string, unknown>): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null && one !== "") params.append(name, String(one));
    }
  }
  const text = params.toString();
  return text ? `?${text}` : "";
}

/** For `validateSearch`: one text, or nothing. */
export function one(value: unknown): string | undefined {
  const first = Array.isArray(value) ? value[0] : value;
  return typeof first === "string" && first !== "" ? first : undefined;
}

/** For `validateSearch`: the allowed values among those given, or nothing. */
export function many<V extends string>(value: unknown, allowed: readonly V[]): V[] | undefined {
  const values = (Array.isArray(value) ? value : [value]).filter((v): v is V => allowed.includes(v as V));
  return values.length > 0 ? [...new Set(values)] : undefined;
}

/** For `validateSearch`: all texts there are, or nothing. */
export function several(value: unknown): string[] | undefined {
  const values = (Array.isArray(value) ? value : [value]).filter(
    (v): v is string => typeof v === "string" && v !== "",
  );
  return values.length > 0 ? [...new Set(values)] : undefined;
}
