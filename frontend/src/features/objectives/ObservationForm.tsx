import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { client, idempotent, unwrap } from "~/api/client";
import { fieldErrors } from "~/api/problem";
import { useKeyed } from "~/lib/use-keyed";
import { m } from "~/paraglide/messages.js";
import { ProblemBanner } from "~/ui/Banner";
import { Button } from "~/ui/Button";
import { DateField, INCOMPLETE_DATE } from "~/ui/DateField";
import { Form } from "~/ui/Form";
import { Actions } from "~/ui/States";
import { TextField } from "~/ui/TextField";
import { toast } from "~/ui/Toast";
import { NO_SOURCE, numberOf, SourceFields, sourceOf } from "./source-fields";

const FIELDS = ["date.on", "value", "source.title", "source.publisher", "source.url", "note"];

/** A value of a day, kept as a draft. */
export function ObservationForm({ indicator }: { indicator: string }) {
  const queryClient = useQueryClient();
  const [day, setDay] = useState("");
  const [value, setValue] = useState("");
  const [source, setSource] = useState(NO_SOURCE);
  const [note, setNote] = useState("");
  const [tried, setTried] = useState(false);
  const { keyFor, done } = useKeyed(`lorntech.key.observation.${indicator}`, "session");
  const counted = numberOf(value);
  const save = useMutation({
    mutationFn: (count: number) => {
      const body = {
        date: { on: day },
        value: count,
        source: sourceOf(source),
        ...(note.trim() ? { note: note.trim() } : {}),
      };
      return unwrap(
        client.POST("/v1/indicators/{id}/observations", {
          params: { path: { id: indicator }, header: idempotent(keyFor(body)) },
          body,
        }),
      );
    },
    onSuccess: async () => {
      done();
      setDay("");
      setValue("");
      setNote("");
      setTried(false);
      await queryClient.invalidateQueries({ queryKey: ["objectives"] });
      toast(m.observation_now_draft());
    },
  });
  const errors = fieldErrors(save.error, FIELDS);
  const dated = day !== "" && day !== INCOMPLETE_DATE;
  return (
    <Form
      onSubmit={() => {
        setTried(true);
        const sourced = source.title.trim() !== "" && source.publisher.trim() !== "";
        if (!dated || counted === undefined || !sourced || save.isPending) return;
        save.mutate(counted);
      }}
    >
      <ProblemBanner error={save.error} known={FIELDS} />
      <DateField
        label={m.observation_day()}
        value={day}
        onChange={setDay}
        error={tried && !dated ? m.observation_day_missing() : errors["date.on"]}
      />
      <TextField
        label={m.observation_value()}
        inputMode="decimal"
        maxLength={40}
        value={value}
        onChange={setValue}
        error={tried && counted === undefined ? m.observation_value_missing() : errors.value}
      />
      <SourceFields value={source} onChange={setSource} tried={tried} errors={errors} />
      <TextField
        label={m.observation_note()}
        optional
        long
        rows={2}
        maxLength={1000}
        value={note}
        onChange={setNote}
        error={errors.note}
      />
      <Actions>
        <Button type="submit" pending={save.isPending}>
          {m.observation_save()}
        </Button>
      </Actions>
    </Form>
  );
}
