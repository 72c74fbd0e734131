import { m } from "~/paraglide/messages.js";
import { valueText } from "./history";

/** A text by its languages. */
const isWords = (value: unknown): value is Record<string, string> =>
  value !== null &&
  typeof value === "object" &&
  Object.keys(value).every((name) => /^(fr|de|en|lb)$/.test(name));

/** A relation by its kind and the other record, as the history says it. */
const plain = (value: unknown) =>
  value !== null && typeof value === "object" && "organization_id" in value && "kind" in value
    ? `${value.kind} ${value.organization_id}`
    : value;

/** What stands in a member of a record. */
export function Value({ member, value }: { member: string; value: unknown }) {
  if (value == null || (Array.isArray(value) && value.length === 0)) return <em>{m.compare_absent()}</em>;
  if (isWords(value)) {
    return Object.entries(value)
      .filter(([, words]) => words != null)
      .map(([language, words]) => (
        <p key={language} lang={language}>
          {words}
        </p>
      ));
  }
  return valueText(member, Array.isArray(value) ? value.map(plain) : value);
}
