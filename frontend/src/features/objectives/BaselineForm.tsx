import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { client, unwrap } from "~/api/client";
import { fieldErrors } from "~/api/problem";
import type { Objective } from "~/api/types";
import { getLocale } from "~/lib/locale";
import { m } from "~/paraglide/messages.js";
import { ProblemBanner } from "~/ui/Banner";
import { Button } from "~/ui/Button";
import { DateField, INCOMPLETE_DATE } from "~/ui/DateField";
import { Form } from "~/ui/Form";
import { Actions } from "~/ui/States";
import { TextField } from "~/ui/TextField";
import { toast } from "~/ui/Toast";
import { NO_SOURCE, numberOf, SourceFields, sourceOf } from "./source-fields";

const FIELDS = [
  "baseline.value",
  "baseline.date.on",
  "baseline.words",
  "baseline.source.title",
  "baseline.source.publisher",
  "baseline.source.url",
];

/** The number that an objective starts from, once a source states one; what was announced cannot be changed. */
export function BaselineForm({ objective }: { objective: Objective }) {
  const queryClient = useQueryClient();
  const { baseline } = objective;
  const [value, setValue] = useState(baseline ? String(baseline.value) : "");
  const [day, setDay] = useState(baseline?.date.on ?? "");
  const [said, setSaid] = useState(baseline?.words[getLocale()] ?? baseline?.words.fr ?? "");
  const [source, setSource] = useState(
    baseline ? { ...NO_SOURCE, ...baseline.source, url: baseline.source.url ?? "" } : NO_SOURCE,
  );
  const [tried, setTried] = useState(false);
  const counted = numberOf(value);
  const save = useMutation({
    mutationFn: (to: number | null) =>
      unwrap(
        client.PATCH("/v1/objectives/{id}", {
          params: { path: { id: objective.slug }, header: { "If-Match": `"${objective.revision}"` } },
          body: {
            baseline:
              to === null
                ? null
                : {
                    value: to,
                    date: { on: day },
                    words: { [getLocale()]: said.trim() },
                    source: sourceOf(source),
                  },
          },
          headers: { "Content-Type": "application/merge-patch+json" },
        }),
      ),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ["objectives"] });
      toast(m.saved());
    },
  });
  const errors = fieldErrors(save.error, FIELDS);
  const dated = day !== "" && day !== INCOMPLETE_DATE;
  return (
    <Form
      onSubmit={() => {
        setTried(true);
        const whole = said.trim() !== "" && source.title.trim() !== "" && source.publisher.trim() !== "";
        if (!dated || counted === undefined || !whole || save.isPending) return;
        save.mutate(counted);
      }}
    >
      <p>{m.baseline_hint()}</p>
      <ProblemBanner error={save.error} known={FIELDS} />
      <TextField
        label={m.observation_value()}
        inputMode="decimal"
        maxLength={40}
        value={value}
        onChange={setValue}
        error={tried && counted === undefined ? m.observation_value_missing() : errors["baseline.value"]}
      />
      <DateField
        label={m.observation_day()}
        value={day}
        onChange={setDay}
        error={tried && !dated ? m.observation_day_missing() : errors["baseline.date.on"]}
      />
      <TextField
        label={m.baseline_words()}
        maxLength={1000}
        value={said}
        onChange={setSaid}
        error={tried && said.trim() === "" ? m.baseline_words_missing() : errors["baseline.words"]}
      />
      <SourceFields
        value={source}
        onChange={setSource}
        tried={tried}
        errors={{
          "source.title": errors["baseline.source.title"],
          "source.publisher": errors["baseline.source.publisher"],
          "source.url": errors["baseline.source.url"],
        }}
      />
      <Actions>
        <Button type="submit" pending={save.isPending}>
          {m.baseline_save()}
        </Button>
        {baseline && (
          <Button look="quiet" pending={save.isPending} onPress={() => save.mutate(null)}>
            {m.baseline_clear()}
          </Button>
        )}
      </Actions>
    </Form>
  );
}
