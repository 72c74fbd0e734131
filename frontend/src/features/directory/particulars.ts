// What only some kinds have, as the form holds it: every value as it is typed.
import type { Instrument, LangText, Organization, OrganizationChange, Stage } from "~/api/types";
import { LOCALES } from "~/lib/locale";
import { m } from "~/paraglide/messages.js";
import { INCOMPLETE_DATE } from "~/ui/DateField";
import { text, texts, webAddress } from "./typed";

type Profile = NonNullable<OrganizationChange["profile"]>;
type Startup = NonNullable<OrganizationChange["startup"]>;

export type EditedRound = {
  closedOn: string;
  amount: string;
  instrument: Instrument | "";
  sourceUrl: string;
};

export type Particulars = {
  netFloor: string;
  /** One on each line, as supervisors are. */
  machines: string;
  desks: string;
  ticketMin: string;
  ticketMax: string;
  instruments: Instrument[];
  supervisors: string;
  stage: Stage | "";
  pitch: string;
  businessModel: string;
  teamSize: string;
  jobs: string;
  international: string[];
  rounds: EditedRound[];
};

export const NO_PARTICULARS: Particulars = {
  netFloor: "",
  machines: "",
  desks: "",
  ticketMin: "",
  ticketMax: "",
  instruments: [],
  supervisors: "",
  stage: "",
  pitch: "",
  businessModel: "",
  teamSize: "",
  jobs: "",
  international: [],
  rounds: [],
};

/** The kinds that have some, in the order of the form. */
export const PARTICULAR_KINDS = [
  "startup",
  "funder",
  "research_lab",
  "fablab",
  "coworking",
  "data_centre",
] as const;

export function kindsWithParticulars(kinds: readonly string[]): (typeof PARTICULAR_KINDS)[number][] {
  return PARTICULAR_KINDS.filter((kind) => kinds.includes(kind));
}

const typed = (count: number | null | undefined) => (count === null || count === undefined ? "" : `${count}`);

export function particularsOf(organization: Organization, language: keyof LangText): Particulars {
  const { profile, startup } = organization;
  return {
    netFloor: typed(profile?.net_floor_m2),
    machines: (profile?.machines ?? []).join("\n"),
    desks: typed(profile?.desks),
    ticketMin: typed(profile?.ticket_min),
    ticketMax: typed(profile?.ticket_max),
    instruments: profile?.instruments ?? [],
    supervisors: (profile?.supervisors ?? []).join("\n"),
    stage: startup?.stage ?? "",
    pitch: startup?.pitch?.[language] ?? "",
    businessModel: startup?.business_model ?? "",
    teamSize: typed(startup?.team_size),
    jobs: typed(startup?.jobs),
    international: startup?.international ?? [],
    rounds: (startup?.funding_rounds ?? []).map((round) => ({
      closedOn: round.closed_on,
      amount: typed(round.amount),
      instrument: round.instrument ?? "",
      sourceUrl: round.source_url ?? "",
    })),
  };
}

/**
 * "1 500 000" or "1.500.000" as people write it; nothing where nothing is typed, and NaN where it is no whole number:
 * what parts anything but thousands may be a comma.
 */
function whole(typed: string): number | undefined {
  const plain = typed.trim();
  if (plain === "") return undefined;
  return /^\d+$|^\d{1,3}([\s.’']\d{3})+$/.test(plain) ? Number(plain.replace(/\D/g, "")) : Number.NaN;
}

export function linesOf(typed: string): string[] {
  return typed
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
}

const given = <T extends object>(members: T): { [K in keyof T]?: NonNullable<T[K]> } =>
  Object.fromEntries(
    Object.entries(members).filter(
      ([, value]) => value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0),
    ),
  ) as { [K in keyof T]?: NonNullable<T[K]> };

/** What is said of the kinds that the record has; what was said of another one goes with it. */
export function profileOf(said: Particulars, kinds: readonly string[]): Profile | null {
  const profile = given({
    ...(kinds.includes("data_centre") ? { net_floor_m2: whole(said.netFloor) } : {}),
    ...(kinds.includes("fablab") ? { machines: linesOf(said.machines) } : {}),
    ...(kinds.includes("coworking") ? { desks: whole(said.desks) } : {}),
    ...(kinds.includes("funder")
      ? {
          ticket_min: whole(said.ticketMin),
          ticket_max: whole(said.ticketMax),
          instruments: said.instruments,
        }
      : {}),
    ...(kinds.includes("research_lab") ? { supervisors: linesOf(said.supervisors) } : {}),
  });
  return Object.keys(profile).length > 0 ? profile : null;
}

/** What is said of a start-up; its pitch in one language leaves those in others as they are. */
export function startupOf(said: Particulars, language: keyof LangText, pitch?: LangText | null): Startup {
  return given({
    stage: said.stage || undefined,
    pitch: texts(pitch, language, said.pitch),
    business_model: text(said.businessModel),
    team_size: whole(said.teamSize),
    jobs: whole(said.jobs),
    international: said.international,
    funding_rounds: said.rounds.map(({ closedOn, amount, instrument, sourceUrl }) => ({
      closed_on: closedOn,
      ...given({
        amount: whole(amount),
        instrument: instrument || undefined,
        source_url: webAddress(sourceUrl),
      }),
    })),
  });
}

/** By the names of the contract, but for what stands around a start-up's: `within` is "startup." where it is patched. */
export type Within = "" | "startup.";

const numbered = (name: string, most: number) => Array.from({ length: most }, (_, at) => `${name}.${at}`);

/** The members of the contract that the form has fields for. */
export function particularFields(within: Within): string[] {
  const startup = [
    "stage",
    ...["pitch", ...LOCALES.map((locale) => `pitch.${locale}`)],
    "business_model",
    "team_size",
    "jobs",
    "international",
    ...numbered("international", 50),
    "funding_rounds",
    ...numbered("funding_rounds", 20).flatMap((round) =>
      ["closed_on", "amount", "instrument", "source_url"].map((member) => `${round}.${member}`),
    ),
  ];
  const profile = ["net_floor_m2", "desks", "ticket_min", "ticket_max", "instruments"];
  const lists = [...numbered("machines", 50), ...numbered("supervisors", 20), "machines", "supervisors"];
  return [
    ...startup.map((name) => within + name),
    ...[...profile, ...lists].map((name) => `profile.${name}`),
  ];
}

/** What the page sees by itself, by the names of the contract. */
export function particularFaults(
  said: Particulars,
  kinds: readonly string[],
  within: Within,
): Record<string, string> {
  const numbers: [string, string][] = [
    ...(kinds.includes("data_centre") ? [["profile.net_floor_m2", said.netFloor] as [string, string]] : []),
    ...(kinds.includes("coworking") ? [["profile.desks", said.desks] as [string, string]] : []),
    ...(kinds.includes("funder")
      ? ([
          ["profile.ticket_min", said.ticketMin],
          ["profile.ticket_max", said.ticketMax],
        ] as [string, string][])
      : []),
    ...(kinds.includes("startup")
      ? ([
          [`${within}team_size`, said.teamSize],
          [`${within}jobs`, said.jobs],
          ...said.rounds.map(({ amount }, at) => [`${within}funding_rounds.${at}.amount`, amount]),
        ] as [string, string][])
      : []),
  ];
  const faults = Object.fromEntries(
    numbers
      .filter(([, value]) => Number.isNaN(whole(value)))
      .map(([name]) => [name, m.particular_number_wrong()]),
  );
  const [least, most] = [whole(said.ticketMin), whole(said.ticketMax)];
  if (kinds.includes("funder") && least !== undefined && most !== undefined && least > most)
    faults["profile.ticket_max"] = m.particular_ticket_order();
  if (kinds.includes("startup"))
    for (const [at, { closedOn }] of said.rounds.entries())
      if (closedOn === "" || closedOn === INCOMPLETE_DATE)
        faults[`${within}funding_rounds.${at}.closed_on`] = m.particular_round_date_missing();
  return faults;
}
