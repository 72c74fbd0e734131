import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Candidacy, DossierChange, DossierSection, DossierVersion } from "~/api/types";
import { longDate } from "~/lib/format";
import { words } from "~/lib/lang-text";
import { m } from "~/paraglide/messages.js";
import { Badge } from "~/ui/Badge";
import { Stack } from "~/ui/Page";
import { Select } from "~/ui/Select";
import { Empty, Failed, Loading } from "~/ui/States";
import { Table } from "~/ui/Table";
import { stateLabel } from "../states";
import { comparisonQuery } from "./queries";
import css from "./workspace.module.css";

/** Two versions side by side, the last two unless others are chosen. */
export function Comparison({ file, versions }: { file: Candidacy; versions: DossierVersion[] }) {
  const [before, setBefore] = useState(versions[1]?.id ?? "");
  const [after, setAfter] = useState(versions[0]?.id ?? "");
  const choices = versions.map(({ id, number }) => ({ value: id, label: m.dossier_version({ number }) }));
  const number = (id: string) => versions.find((version) => version.id === id)?.number ?? 0;
  return (
    <Stack>
      <div className={css.pair}>
        <Select label={m.dossier_before()} choices={choices} value={before} onChange={setBefore} />
        <Select label={m.dossier_after()} choices={choices} value={after} onChange={setAfter} />
      </div>
      <Changes file={file} pair={[before, after]} numbers={[number(before), number(after)]} />
    </Stack>
  );
}

type Pair<T> = readonly [T, T];

function Changes({ file, pair, numbers }: { file: Candidacy; pair: Pair<string>; numbers: Pair<number> }) {
  const comparison = useQuery(comparisonQuery(file.slug, ...pair));
  if (comparison.isPending) return <Loading />;
  if (comparison.isError) return <Failed error={comparison.error} onRetry={comparison.refetch} />;
  const sections = comparison.data.sections.filter(({ changes }) => changes.length > 0);
  if (sections.length === 0) return <Empty title={m.dossier_same()} />;
  return (
    <Stack>
      {sections.map(({ section, changes }) => (
        <section key={section}>
          <h3>{SECTIONS[section]()}</h3>
          <Table
            caption={SECTIONS[section]()}
            rows={changes}
            rowKey={(change) => change.key}
            columns={[
              { head: m.dossier_what(), rowHead: true, cell: (change) => called(section, change) },
              {
                head: m.dossier_change(),
                cell: ({ kind }) => <Badge tone={TONES[kind]}>{KINDS[kind]()}</Badge>,
              },
              {
                head: m.dossier_version({ number: numbers[0] }),
                cell: (change) => <Members change={change} side="before" />,
              },
              {
                head: m.dossier_version({ number: numbers[1] }),
                cell: (change) => <Members change={change} side="after" />,
              },
            ]}
          />
        </section>
      ))}
    </Stack>
  );
}

const SECTIONS: Record<DossierSection, () => string> = {
  candidacy: m.candidacy_file,
  consortium: m.candidacy_members,
  criteria: m.workspace_criteria,
  evidence: m.dossier_evidence,
  recommendations: m.workspace_recommendations,
  milestones: m.workspace_plan,
  steps: m.candidacy_steps,
  supporters: m.candidacy_supporters,
  objectives: m.dossier_objectives,
  observations: m.dossier_observations,
};
const KINDS = { added: m.dossier_added, removed: m.dossier_removed, changed: m.dossier_changed };
const TONES = { added: "done", removed: "wrong", changed: "info" } as const;

function called(section: DossierSection, { title, key }: DossierChange): string {
  const said = words(title) || key;
  if (section === "steps") return stateLabel(said);
  return section === "observations" ? longDate(said) : said;
}

const MEMBERS: Record<string, () => string> = {
  planned_on: m.plan_planned,
  occurred_on: m.plan_occurred,
  state: m.dossier_state,
  title: m.evidence_title,
  value: m.evidence_value,
  counted: m.evidence_value,
  perimeter: m.evidence_perimeter,
  frozen_on: m.evidence_frozen,
  answer: m.recommendation_answer,
  territory: m.candidacy_territory,
  lead: m.candidacy_lead,
  sources: m.candidacy_step_sources,
};

/** What a member is called: its own name where we have no word for it. */
function member(pointer: string): string {
  const parts = pointer.slice(1).split("/");
  const known = MEMBERS[parts[0] ?? ""];
  return known ? known() : parts.join(" › ");
}

const CRITERIA: Record<string, () => string> = { met: m.criterion_met, unmet: m.criterion_unmet };

function said(pointer: string, value: unknown): string {
  if (value == null) return "–";
  if (Array.isArray(value)) return value.map((one) => said("", one?.title ?? one)).join(", ") || "–";
  if (typeof value === "object") return JSON.stringify(value);
  const text = String(value);
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return longDate(text);
  return pointer === "/state" ? (CRITERIA[text]?.() ?? text) : text;
}

/** One side: what differs, and of what came or went nothing more than that it did. */
function Members({ change, side }: { change: DossierChange; side: "before" | "after" }) {
  if (change.kind !== "changed") {
    const isThere = (change.kind === "added") === (side === "after");
    return isThere ? m.dossier_there() : "–";
  }
  return (
    <dl className={css.members}>
      {change.members.map((one) => (
        <div key={one.member}>
          <dt>{member(one.member)}</dt>
          <dd>{said(one.member, one[side])}</dd>
        </div>
      ))}
    </dl>
  );
}
