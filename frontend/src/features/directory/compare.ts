/** A record in the form in which a region or a file says it. */
export type Said = { [member: string]: unknown };

/** What two records say, the members that differ and the names of those that do not, in the order of a record. */
const ORDER = ["name", "legal_name", "alternate_names", "kinds", "summary", "description", "identifiers"];

const place = (member: string) => (ORDER.indexOf(member) + ORDER.length + 1) % (ORDER.length + 1);

/** The same whatever the order in which members were written. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (value === null || typeof value !== "object") return value;
  return Object.entries(value)
    .filter(([, one]) => one != null)
    .map(([name, one]) => [name, canonical(one)] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

const isNothing = (value: unknown) => value == null || (Array.isArray(value) && value.length === 0);

export const same = (a: unknown, b: unknown) =>
  (isNothing(a) && isNothing(b)) || JSON.stringify(canonical(a)) === JSON.stringify(canonical(b));

export type Difference = { member: string; there: unknown; here: unknown };

export function compare(there: Said, here: Said): { differs: Difference[]; same: string[] } {
  const members = [...new Set([...Object.keys(there), ...Object.keys(here)])]
    .filter((member) => !isNothing(there[member]) || !isNothing(here[member]))
    .sort((a, b) => place(a) - place(b));
  const alike = members.filter((member) => same(there[member], here[member]));
  const differs = members
    .filter((member) => !alike.includes(member))
    .map((member) => {
      const one = (value: unknown) => (isNothing(value) ? undefined : value);
      return { member, there: one(there[member]), here: one(here[member]) };
    });
  return { differs, same: alike };
}
