import type { KnownDate, LangText } from "~/api/types";
import { NO_SOURCE, type SourceText, sourceOf } from "~/features/objectives/source-fields";
import { words } from "~/lib/lang-text";
import { getLocale } from "~/lib/locale";
import { INCOMPLETE_DATE } from "~/ui/DateField";

export type Precision = KnownDate["precision"];

/** A day as a source gives it. */
export type DateText = { on: string; precision: Precision };
export const NO_DATE: DateText = { on: "", precision: "day" };

export const isDated = ({ on }: DateText) => on !== "" && on !== INCOMPLETE_DATE;
/** Neither left out nor a whole day. */
export const isHalfDated = ({ on }: DateText) => on === INCOMPLETE_DATE;

/** Where a fact was read, when that was published, and what it says there. */
export type Reading = SourceText & { published: string; says: string };
export const NO_READING: Reading = { ...NO_SOURCE, published: "", says: "" };

export const isRead = ({ title, publisher, published }: Reading) =>
  title.trim() !== "" && publisher.trim() !== "" && published !== INCOMPLETE_DATE;

/** As the service takes it. */
export const readingOf = ({ published, says, ...source }: Reading) => ({
  ...sourceOf(source),
  ...(published ? { published_on: published } : {}),
  ...(says.trim() ? { says: says.trim() } : {}),
});

const MEMBERS = ["title", "publisher", "url", "published_on", "says"];

/** The members of a source that stands at a place of what is sent. */
export const readingAt = (place: string) => MEMBERS.map((member) => `${place}.${member}`);

/** What is wrong with the source at this place. */
export const readingErrors = (errors: Record<string, string>, place: string) =>
  Object.fromEntries(MEMBERS.map((member) => [`source.${member}`, errors[`${place}.${member}`]]));

/** What is said in any language. */
export const told = (text: LangText) =>
  Object.fromEntries(Object.entries(text).filter((said): said is [string, string] => said[1] != null));

/** What stands in a field for a text: in the language of whoever reads it, if it is there. */
export const saidOf = (text: LangText | null | undefined) => text?.[getLocale()] ?? words(text);

/** A text that was typed anew, beside what is said in other languages; one that was not touched stays. */
export const kept = (before: LangText | null | undefined, now: string) =>
  before && saidOf(before) === now ? told(before) : { ...told(before ?? {}), ...inWords(now) };

/** A text in the language of whoever writes it. */
export const inWords = (text: string) => ({ [getLocale()]: text.trim() });
