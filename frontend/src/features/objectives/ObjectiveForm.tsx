import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { client, idempotent, unwrap } from "~/api/client";
import { fieldErrors } from "~/api/problem";
import type { Indicator, KnownDate } from "~/api/types";
import { useDraft } from "~/lib/drafts";
import { words } from "~/lib/lang-text";
import { getLocale } from "~/lib/locale";
import { useKeyed } from "~/lib/use-keyed";
import { m } from "~/paraglide/messages.js";
import { ProblemBanner } from "~/ui/Banner";
import { Button } from "~/ui/Button";
import { DateField, INCOMPLETE_DATE } from "~/ui/DateField";
import { Form } from "~/ui/Form";
import { Section } from "~/ui/Page";
import { Select } from "~/ui/Select";
import { Actions } from "~/ui/States";
import { TextField } from "~/ui/TextField";
import { toast } from "~/ui/Toast";
import { NO_SOURCE, numberOf, SourceFields, sourceOf } from "./source-fields";
import { isWhole, NO_TARGET, TargetFields, type TargetText, yearsOf } from "./TargetFields";

/** In so many ways a target can be stated. */
const MOST = 10;
const TARGET = ["type", "value", "horizon_years", "words"];
const FIELDS = [
  "name",
  "indicator_id",
  "comparison_indicator_id",
  "announcement.words",
  "announcement.announced.on",
  "announcement.source.title",
  "announcement.source.publisher",
  "announcement.source.url",
  ...Array.from({ length: MOST }, (_, place) => TARGET.map((member) => `targets.${place}.${member}`)).flat(),
];

type Precision = KnownDate["precision"];

const NOTHING = {
  name: "",
  indicator: "",
  comparison: "",
  said: "",
  day: "",
  precision: "day" as Precision,
  source: NO_SOURCE,
  targets: [NO_TARGET],
};

type Typed = typeof NOTHING;

const inWords = (text: string) => ({ [getLocale()]: text.trim() });

/** As the service takes it; where the promise was read, its targets were. */
function bodyOf({ name, indicator, comparison, said, day, precision, source, targets }: Typed) {
  return {
    name: inWords(name),
    indicator_id: indicator,
    ...(comparison ? { comparison_indicator_id: comparison } : {}),
    announcement: { words: inWords(said), announced: { on: day, precision }, source: sourceOf(source) },
    targets: targets.map((target) => ({
      type: target.type,
      value: numberOf(target.value) ?? 0,
      at_least: target.atLeast,
      horizon_years: yearsOf(target.years) ?? 1,
      words: inWords(target.words),
      source: sourceOf(source),
    })),
  };
}

const isDated = (day: string) => day !== "" && day !== INCOMPLETE_DATE;

const isComplete = (typed: Typed) =>
  [typed.name, typed.said, typed.source.title, typed.source.publisher].every((text) => text.trim() !== "") &&
  isDated(typed.day) &&
  typed.targets.every(isWhole);

function useSave(clear: () => void) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const { keyFor, done } = useKeyed("lorntech.key.objective");
  return useMutation({
    mutationFn: (body: ReturnType<typeof bodyOf>) =>
      unwrap(client.POST("/v1/objectives", { params: { header: idempotent(keyFor(body)) }, body })),
    onSuccess: async () => {
      done();
      clear();
      await queryClient.invalidateQueries({ queryKey: ["objectives"] });
      toast(m.objective_now_stated());
      await navigate({ to: "/compte/$", params: { _splat: "objectifs" } });
    },
  });
}

function Targets({
  targets,
  onChange,
  tried,
  errors,
}: {
  targets: TargetText[];
  onChange: (targets: TargetText[]) => void;
  tried: boolean;
  errors: Record<string, string>;
}) {
  return (
    <>
      {targets.map((target, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a target has no name but its place
        <Section key={place} title={m.target_title({ n: place + 1 })}>
          <TargetFields
            value={target}
            onChange={(next) => onChange(targets.with(place, next))}
            tried={tried}
            errors={(member) => errors[`targets.${place}.${member}`]}
          />
          {targets.length > 1 && (
            <Actions>
              <Button
                look="quiet"
                small
                onPress={() => onChange(targets.filter((_, other) => other !== place))}
              >
                {m.target_remove({ n: place + 1 })}
              </Button>
            </Actions>
          )}
        </Section>
      ))}
      {targets.length < MOST && (
        <Actions>
          <Button look="secondary" small onPress={() => onChange([...targets, NO_TARGET])}>
            {m.target_add()}
          </Button>
        </Actions>
      )}
    </>
  );
}

/** What was promised: its words, where and when, by what it is measured and how much it is to be. */
export function ObjectiveForm({ indicators }: { indicators: Indicator[] }) {
  const [kept, setTyped, clear] = useDraft<Typed>("lorntech.objective", NOTHING);
  const typed = { ...kept, indicator: kept.indicator || (indicators[0]?.slug ?? "") };
  const [tried, setTried] = useState(false);
  const save = useSave(clear);
  const errors = fieldErrors(save.error, FIELDS);
  const set = (change: Partial<Typed>) => setTyped({ ...typed, ...change });
  const choices = indicators.map((one) => ({ value: one.slug, label: words(one.definition.name) }));
  const missing = (text: string, member: string, say: () => string) =>
    tried && text.trim() === "" ? say() : errors[member];
  return (
    <Form
      onSubmit={() => {
        setTried(true);
        if (isComplete(typed) && !save.isPending) save.mutate(bodyOf(typed));
      }}
    >
      <ProblemBanner error={save.error} known={FIELDS} />
      <TextField
        label={m.objective_name()}
        maxLength={120}
        value={typed.name}
        onChange={(name) => set({ name })}
        error={missing(typed.name, "name", m.objective_name_missing)}
      />
      <TextField
        label={m.objective_words()}
        hint={m.objective_words_hint()}
        long
        rows={3}
        maxLength={1000}
        value={typed.said}
        onChange={(said) => set({ said })}
        error={missing(typed.said, "announcement.words", m.baseline_words_missing)}
      />
      <DateField
        label={m.objective_announced_on()}
        value={typed.day}
        onChange={(day) => set({ day })}
        error={
          tried && !isDated(typed.day) ? m.observation_day_missing() : errors["announcement.announced.on"]
        }
      />
      <Select<Precision>
        label={m.objective_precision()}
        value={typed.precision}
        onChange={(precision) => set({ precision })}
        choices={[
          { value: "day", label: m.precision_day() },
          { value: "month", label: m.precision_month() },
          { value: "season", label: m.precision_season() },
          { value: "year", label: m.precision_year() },
        ]}
      />
      <SourceFields
        value={typed.source}
        onChange={(source) => set({ source })}
        tried={tried}
        errors={{
          "source.title": errors["announcement.source.title"],
          "source.publisher": errors["announcement.source.publisher"],
          "source.url": errors["announcement.source.url"],
        }}
      />
      <Select
        label={m.indicator()}
        hint={m.objective_indicator_hint()}
        value={typed.indicator}
        onChange={(indicator) => set({ indicator })}
        error={errors.indicator_id}
        choices={choices}
      />
      <Select
        label={m.objective_comparison()}
        optional
        hint={m.objective_comparison_hint()}
        value={typed.comparison}
        onChange={(comparison) => set({ comparison })}
        error={errors.comparison_indicator_id}
        choices={[{ value: "", label: m.objective_comparison_none() }, ...choices]}
      />
      <Targets
        targets={typed.targets}
        onChange={(targets) => set({ targets })}
        tried={tried}
        errors={errors}
      />
      <Actions>
        <Button type="submit" pending={save.isPending}>
          {m.objective_save()}
        </Button>
      </Actions>
    </Form>
  );
}
