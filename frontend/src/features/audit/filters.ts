import { one } from "~/app/search";
import { todayInParis } from "~/lib/working-days";

/** As the address says them: what was done, to what (kind and record), by whom, from which day to which. */
export type AuditFilters = {
  action?: string | undefined;
  objet?: string | undefined;
  fiche?: string | undefined;
  par?: string | undefined;
  du?: string | undefined;
  au?: string | undefined;
};

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;
const NAME = /^[a-z][a-z_.]{0,79}$/;

function day(value: unknown): string | undefined {
  const text = one(value);
  if (!text || !/^\d{4}-\d\d-\d\d$/.test(text)) return undefined;
  // Only as it is written back: "2026-02-31" is no day.
  const date = new Date(`${text}T00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text) ? text : undefined;
}

/** When this day, or one so many days later, begins in Paris: one hour before it does in Greenwich, or two in summer. */
function midnight(day: string, later: number): string {
  const utc = new Date(`${day}T00:00Z`).getTime() + later * 86_400_000;
  const summer = new Date(utc - 2 * 3_600_000);
  const begun = todayInParis(summer) === new Date(utc).toISOString().slice(0, 10);
  return (begun ? summer : new Date(utc - 3_600_000)).toISOString();
}

/** What of an address is a filter; anything else is left out, so that the page still comes. */
export function auditFilters(search: Record<string, unknown>): AuditFilters {
  const like = (pattern: RegExp, value: unknown) => {
    const text = one(value);
    return text && pattern.test(text) ? text : undefined;
  };
  return {
    action: like(NAME, search.action),
    objet: like(NAME, search.objet)?.slice(0, 40),
    fiche: like(UUID, search.fiche),
    par: like(UUID, search.par),
    du: day(search.du),
    au: day(search.au),
  };
}

/** The same for the service: days of Paris become instants, the last one counts to its end. */
export function auditParameters({ action, objet, fiche, par, du, au }: AuditFilters) {
  return {
    ...(action ? { action } : {}),
    ...(objet ? { subject_kind: objet } : {}),
    ...(fiche ? { subject_id: fiche } : {}),
    ...(par ? { actor_id: par } : {}),
    ...(du ? { at_gte: midnight(du, 0) } : {}),
    ...(au ? { at_lt: midnight(au, 1) } : {}),
  };
}
