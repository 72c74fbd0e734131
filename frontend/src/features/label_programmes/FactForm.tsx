import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { client, idempotent, unwrap } from "~/api/client";
import { fieldErrors } from "~/api/problem";
import { programmesQuery } from "~/features/candidacies/queries";
import { useKeyed } from "~/lib/use-keyed";
import { m } from "~/paraglide/messages.js";
import { ProblemBanner } from "~/ui/Banner";
import { Button } from "~/ui/Button";
import { Form } from "~/ui/Form";
import { Select } from "~/ui/Select";
import { Actions } from "~/ui/States";
import { TextField } from "~/ui/TextField";
import { toast } from "~/ui/Toast";
import { DayFields } from "./DayFields";
import { type FactKind, KIND_NAMES, KINDS, OUTCOMES, type Outcome, type Qualifier } from "./facts";
import { SourceReading } from "./SourceReading";
import {
  isDated,
  isHalfDated,
  isRead,
  NO_DATE,
  NO_READING,
  readingAt,
  readingErrors,
  readingOf,
} from "./source";

const FIELDS = [
  "",
  "kind",
  "date",
  "date.on",
  "count",
  "qualifier",
  "territory",
  "outcome",
  "theme",
  ...readingAt("source"),
];

const NOTHING = {
  kind: "candidates" as FactKind,
  date: NO_DATE,
  count: "",
  qualifier: "exact" as Qualifier,
  territory: "",
  outcome: "retained" as Outcome,
  theme: "",
  source: NO_READING,
};
type Typed = typeof NOTHING;

const isNumber = (kind: FactKind) => kind === "candidates" || kind === "laureates";

const plain = (count: string) => count.replace(/\s/g, "");

/** Each kind sends its own members. */
function bodyOf({ kind, date, count, qualifier, territory, outcome, theme, source }: Typed) {
  const said = { kind, ...(isDated(date) ? { date } : {}), source: readingOf(source) };
  if (isNumber(kind)) return { ...said, count: Number(plain(count)), qualifier };
  if (kind === "date") return said;
  const field = theme.trim() ? { theme: theme.trim() } : {};
  return { ...said, territory: territory.trim(), outcome, ...field };
}

function missingOf({ kind, date, count, territory, source }: Typed) {
  return {
    date: kind === "date" ? !isDated(date) : isHalfDated(date),
    count: isNumber(kind) && !/^\d{1,5}$/.test(plain(count)),
    territory: kind === "territory" && territory.trim() === "",
    source: !isRead(source),
  };
}

/** What a source tells, kept beside what others tell. */
export function FactForm({ wave }: { wave: string }) {
  const queryClient = useQueryClient();
  const [typed, setTyped] = useState(NOTHING);
  const [tried, setTried] = useState(false);
  const { keyFor, done } = useKeyed(`lorntech.key.wave-fact.${wave}`, "session");
  const add = useMutation({
    mutationFn: () => {
      const body = bodyOf(typed);
      return unwrap(
        client.POST("/v1/waves/{id}/facts", {
          params: { path: { id: wave }, header: idempotent(keyFor(body)) },
          body,
        }),
      );
    },
    onSuccess: async () => {
      done();
      // The next fact is often read in the same source.
      setTyped({ ...NOTHING, kind: typed.kind, source: { ...typed.source, says: "" } });
      setTried(false);
      await Promise.all([
        queryClient.invalidateQueries({ queryKey: ["waves", wave] }),
        queryClient.invalidateQueries({ queryKey: programmesQuery.queryKey }),
      ]);
      toast(m.wave_fact_added());
    },
  });
  const errors = fieldErrors(add.error, FIELDS);
  const missing = missingOf(typed);
  const wrong = (part: keyof typeof missing, say: () => string) =>
    tried && missing[part] ? say() : undefined;
  const change = (next: Partial<Typed>) => setTyped({ ...typed, ...next });
  const { kind } = typed;
  const isDay = kind === "date";
  return (
    <Form
      onSubmit={() => {
        setTried(true);
        if (!Object.values(missing).includes(true) && !add.isPending) add.mutate();
      }}
    >
      <ProblemBanner error={add.error} known={FIELDS} />
      <Select<FactKind>
        label={m.wave_fact_kind()}
        value={kind}
        onChange={(kind) => change({ kind })}
        error={errors.kind ?? errors[""]}
        choices={KIND_NAMES.map((value) => ({ value, label: KINDS[value]() }))}
      />
      {isNumber(kind) && (
        <>
          <TextField
            label={m.wave_count()}
            inputMode="numeric"
            maxLength={7}
            value={typed.count}
            onChange={(count) => change({ count })}
            error={wrong("count", m.wave_count_missing) ?? errors.count}
          />
          <Select<Qualifier>
            label={m.wave_qualifier()}
            value={typed.qualifier}
            onChange={(qualifier) => change({ qualifier })}
            error={errors.qualifier}
            choices={[
              { value: "exact", label: m.wave_qualifier_exact() },
              { value: "about", label: m.wave_qualifier_about() },
              { value: "more_than", label: m.wave_qualifier_more_than() },
            ]}
          />
        </>
      )}
      {kind === "territory" && (
        <>
          <TextField
            label={m.wave_territory()}
            maxLength={120}
            value={typed.territory}
            onChange={(territory) => change({ territory })}
            error={wrong("territory", m.evidence_missing) ?? errors.territory}
          />
          <Select<Outcome>
            label={m.wave_outcome()}
            value={typed.outcome}
            onChange={(outcome) => change({ outcome })}
            error={errors.outcome}
            choices={Object.entries(OUTCOMES).map(([value, say]) => ({
              value: value as Outcome,
              label: say(),
            }))}
          />
          <TextField
            label={m.wave_theme()}
            hint={m.wave_theme_hint()}
            optional
            maxLength={120}
            value={typed.theme}
            onChange={(theme) => change({ theme })}
            error={errors.theme}
          />
        </>
      )}
      <DayFields
        label={isDay ? m.wave_date() : m.wave_fact_on()}
        optional={!isDay}
        value={typed.date}
        onChange={(date) => change({ date })}
        error={
          wrong("date", isDay ? m.observation_day_missing : m.label_date_incomplete) ??
          errors["date.on"] ??
          errors.date
        }
      />
      <SourceReading
        value={typed.source}
        onChange={(source) => change({ source })}
        tried={tried}
        errors={readingErrors(errors, "source")}
      />
      <Actions>
        <Button type="submit" pending={add.isPending}>
          {m.wave_fact_save()}
        </Button>
      </Actions>
    </Form>
  );
}
