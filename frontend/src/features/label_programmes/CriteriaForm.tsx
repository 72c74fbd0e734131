import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { client, idempotent, unwrap } from "~/api/client";
import { fieldErrors } from "~/api/problem";
import type { LabelCall, LabelProgramme } from "~/api/types";
import { programmesQuery } from "~/features/candidacies/queries";
import { allQuery } from "~/features/candidacies/workspace/queries";
import { words } from "~/lib/lang-text";
import { useKeyed } from "~/lib/use-keyed";
import { m } from "~/paraglide/messages.js";
import { Banner, ProblemBanner } from "~/ui/Banner";
import { Button } from "~/ui/Button";
import { Form } from "~/ui/Form";
import { Actions } from "~/ui/States";
import { TextField } from "~/ui/TextField";
import { toast } from "~/ui/Toast";
import { bodyOf, type CriterionText, minimumOf, textOf } from "./criteria";
import css from "./labels.module.css";
import { SourceReading } from "./SourceReading";
import { isRead, NO_READING, readingAt, readingErrors, readingOf } from "./source";

/** A call asks for so much. */
const MOST = 50;
const FIELDS = [
  ...readingAt("sources.0"),
  ...Array.from({ length: MOST }, (_, place) =>
    ["title", "minimum", "unit"].flatMap((member) => [
      `criteria.${place}.${member}`,
      `criteria.${place}.${member}.fr`,
    ]),
  ).flat(),
];

type Props = { programme: LabelProgramme; call: LabelCall; onDone: () => void };

/** All that a call asks for from now on; what holds no more is read before it is done. */
export function CriteriaForm({ programme, call, onDone }: Props) {
  const queryClient = useQueryClient();
  const before = call.criteria_versions.at(-1)?.criteria ?? [];
  const next = useRef(before.length + 1);
  const blank = (): CriterionText => ({ id: next.current++, title: "", minimum: "", unit: "" });
  const [criteria, setCriteria] = useState(() => (before.length > 0 ? before.map(textOf) : [blank()]));
  const [source, setSource] = useState(NO_READING);
  const [tried, setTried] = useState(false);
  const [sure, setSure] = useState(false);
  const { keyFor, done } = useKeyed(`lorntech.key.criteria.${programme.slug}.${call.slug}`, "session");
  const save = useMutation({
    mutationFn: () => {
      const body = { criteria: criteria.map(bodyOf), sources: [readingOf(source)] };
      return unwrap(
        client.POST("/v1/label-programmes/{id}/calls/{call}/criteria-versions", {
          params: {
            path: { id: programme.slug, call: call.slug },
            header: { ...idempotent(keyFor(body)), "If-Match": `"${programme.revision}"` },
          },
          body,
        }),
      );
    },
    onSuccess: async ({ version }) => {
      done();
      await Promise.all([
        queryClient.invalidateQueries({ queryKey: programmesQuery.queryKey }),
        // Candidacies are held to it.
        queryClient.invalidateQueries({ queryKey: allQuery.queryKey }),
      ]);
      toast(m.criteria_now_set({ n: version }));
      onDone();
    },
    // Somebody was quicker, or it went wrong: it is read again before it is done again.
    onError: () => setSure(false),
  });
  const errors = fieldErrors(save.error, FIELDS);
  const change = (at: number, typed: Partial<CriterionText>) => {
    setSure(false);
    setCriteria(criteria.map((one, place) => (place === at ? { ...one, ...typed } : one)));
  };
  const isWhole = criteria.every(
    ({ title, minimum }) => title.trim() !== "" && minimumOf(minimum) !== "wrong",
  );
  const dropped = before.filter(({ code }) => !criteria.some((one) => one.before?.code === code));
  return (
    <Form
      onSubmit={() => {
        setTried(true);
        if (!isWhole || !isRead(source) || save.isPending) return;
        if (sure) save.mutate();
        else setSure(true);
      }}
    >
      <ProblemBanner error={save.error} known={FIELDS} />
      {criteria.map((one, place) => (
        <fieldset key={one.id} className={css.criterion}>
          <legend>{m.criterion_n({ n: place + 1 })}</legend>
          <TextField
            label={m.criterion_title()}
            maxLength={200}
            value={one.title}
            onChange={(title) => change(place, { title })}
            error={
              tried && one.title.trim() === "" ? m.evidence_missing() : errors[`criteria.${place}.title.fr`]
            }
          />
          <TextField
            label={m.criterion_minimum()}
            hint={m.criterion_minimum_hint()}
            optional
            inputMode="numeric"
            maxLength={12}
            value={one.minimum}
            onChange={(minimum) => change(place, { minimum })}
            error={
              tried && minimumOf(one.minimum) === "wrong"
                ? m.criterion_minimum_wrong()
                : errors[`criteria.${place}.minimum`]
            }
          />
          {one.minimum.trim() !== "" && (
            <TextField
              label={m.criterion_unit()}
              optional
              maxLength={60}
              value={one.unit}
              onChange={(unit) => change(place, { unit })}
              error={errors[`criteria.${place}.unit.fr`] ?? errors[`criteria.${place}.unit`]}
            />
          )}
          {criteria.length > 1 && (
            <Actions>
              <Button
                look="quiet"
                small
                aria-label={m.criterion_remove_n({ n: place + 1 })}
                onPress={() => {
                  setSure(false);
                  setCriteria(criteria.filter((_, other) => other !== place));
                }}
              >
                {m.criterion_remove()}
              </Button>
            </Actions>
          )}
        </fieldset>
      ))}
      {criteria.length < MOST && (
        <Actions>
          <Button
            look="secondary"
            small
            onPress={() => {
              setSure(false);
              setCriteria([...criteria, blank()]);
            }}
          >
            {m.criterion_add()}
          </Button>
        </Actions>
      )}
      <SourceReading
        value={source}
        onChange={setSource}
        tried={tried}
        errors={readingErrors(errors, "sources.0")}
      />
      {sure && (
        <Banner title={m.criteria_sure({ call: words(call.name) })}>
          <p>{m.criteria_sure_text()}</p>
          {dropped.length > 0 && (
            <p>{m.criteria_sure_dropped({ titles: dropped.map(({ title }) => words(title)).join(", ") })}</p>
          )}
        </Banner>
      )}
      <Actions>
        <Button type="submit" pending={save.isPending}>
          {sure ? m.criteria_confirm() : m.criteria_set()}
        </Button>
        <Button look="quiet" onPress={onDone}>
          {m.label_cancel()}
        </Button>
      </Actions>
    </Form>
  );
}
