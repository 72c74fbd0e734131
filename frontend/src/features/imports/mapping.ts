// A mapping, as somebody mends it column by column. The service has the rules; this keeps what the form does not show.
import type { ImportColumn, ImportMapping, ImportMember, Mapping, MappingSource } from "~/api/types";

/** Several columns may fill them. */
const LISTS: readonly ImportMember[] = ["alternate_names", "kinds", "sectors"];

/** What a column of the file becomes. */
export function entryOf(columns: readonly ImportColumn[], from: string): ImportColumn | undefined {
  return columns.find((column) => column.from.includes(from));
}

/**
 * The column becomes `to`, or nothing. Where another column is that already, it is the second to be asked; what the old
 * entry said of values belonged to another member, and goes with it.
 */
export function withMember(columns: readonly ImportColumn[], from: string, to: ImportMember | undefined) {
  const rest = columns
    .map((column) => ({ ...column, from: column.from.filter((one) => one !== from) }))
    .filter((column) => column.from.length > 0);
  if (!to) return rest;
  const same = LISTS.includes(to) ? undefined : rest.find((column) => column.to === to);
  if (!same) return [...rest, { from: [from], to }];
  return rest.map((column) => (column === same ? { ...same, from: [...same.from, from] } : column));
}

/** Columns of the file and paths of the mapping, each once: those that something becomes of, and the rest. */
export function sorted(names: readonly string[], columns: readonly ImportColumn[]) {
  const mapped = columns.flatMap((column) => column.from);
  const all = [...new Set([...names, ...mapped])];
  return {
    used: all.filter((name) => mapped.includes(name)),
    rest: all.filter((name) => !mapped.includes(name)),
  };
}

/** Up to three different things that stand in the column, in the first lines. */
export function samplesOf(lines: readonly { cells: string[] }[], place: number): string[] {
  const found = lines.map((line) => line.cells[place]?.trim() ?? "").filter((cell) => cell !== "");
  return [...new Set(found)].slice(0, 3).map((cell) => (cell.length > 60 ? `${cell.slice(0, 59)}…` : cell));
}

/** "Liste des fablabs 2026.csv" → "liste-des-fablabs-2026": a name that the service takes. */
export function shortName(text: string): string {
  return text
    .replace(/\.[a-z]+$/i, "")
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 60)
    .replace(/^-+|-+$/g, "");
}

export const isShortName = (text: string) => /^[a-z0-9][a-z0-9-]{0,59}$/.test(text);
/** Short names of sources may have lines under them, too. */
export const isSystemName = (text: string) => /^[a-z0-9][a-z0-9_-]{0,59}$/.test(text);

/** What the form holds: every text is there, if only empty. */
export type MappingDraft = { name: string; source: Record<keyof MappingSource, string>; mapping: Mapping };

const NO_SOURCE: MappingDraft["source"] = {
  system: "",
  name: "",
  publisher: "",
  licence: "",
  licence_url: "",
  attribution: "",
  url: "",
};

/** A new one for this file. */
export function proposed(file: string, mapping: Mapping): MappingDraft {
  const name = shortName(file);
  return { name, source: { ...NO_SOURCE, system: name, name: file.replace(/\.[a-z]+$/i, "") }, mapping };
}

/** One that was saved before. */
export function opened({ name, source, mapping }: ImportMapping): MappingDraft {
  const texts = Object.entries(source).filter(([, text]) => text != null);
  return { name, source: { ...NO_SOURCE, ...Object.fromEntries(texts) }, mapping };
}

/** As the service takes it: without what is empty. */
export function body({ name, source, mapping }: MappingDraft) {
  const texts = Object.entries(source)
    .map(([member, text]) => [member, text.trim()] as const)
    .filter(([, text]) => text !== "");
  return { name: name.trim(), source: Object.fromEntries(texts) as MappingSource, mapping };
}
