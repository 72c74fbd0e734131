// What people type, as the contract has it.
import type { LangText, OrganizationChange } from "~/api/types";

export const text = (value: string) => value.trim() || null;

/** People write "exemple.fr": the scheme is ours to add. */
export function webAddress(value: string): string | null {
  const address = text(value);
  return address && !/^https?:\/\//i.test(address) ? `https://${address}` : address;
}

/** A text in one language among others; `null` once none is left. */
export function texts(
  before: LangText | null | undefined,
  language: keyof LangText,
  value: string,
): NonNullable<OrganizationChange["summary"]> | null {
  const rest = Object.entries(before ?? {}).flatMap(([tag, words]) =>
    tag !== language && words ? [[tag, words]] : [],
  );
  const all: Record<string, string> = Object.fromEntries([
    ...rest,
    ...(value.trim() ? [[language, value.trim()]] : []),
  ]);
  return Object.keys(all).length > 0 ? all : null;
}
