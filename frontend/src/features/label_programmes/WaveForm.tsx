import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { client, idempotent, unwrap } from "~/api/client";
import { fieldErrors } from "~/api/problem";
import type { LabelProgramme } from "~/api/types";
import { programmesQuery } from "~/features/candidacies/queries";
import { useKeyed } from "~/lib/use-keyed";
import { m } from "~/paraglide/messages.js";
import { ProblemBanner } from "~/ui/Banner";
import { Button } from "~/ui/Button";
import { Form } from "~/ui/Form";
import { Actions } from "~/ui/States";
import { TextField } from "~/ui/TextField";
import { toast } from "~/ui/Toast";
import { DayFields } from "./DayFields";
import { SourceReading } from "./SourceReading";
import {
  inWords,
  isDated,
  isHalfDated,
  isRead,
  NO_DATE,
  NO_READING,
  readingAt,
  readingErrors,
  readingOf,
} from "./source";

const FIELDS = ["name", "name.fr", "dates.0.date.on", ...readingAt("dates.0.source")];
const NOTHING = { name: "", date: NO_DATE, source: NO_READING };

/** A wave to be, with its date as soon as a source tells one. */
export function WaveForm({ programme }: { programme: LabelProgramme }) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const [typed, setTyped] = useState(NOTHING);
  const [tried, setTried] = useState(false);
  const { keyFor, done } = useKeyed(`lorntech.key.wave.${programme.slug}`, "session");
  const { name, date, source } = typed;
  const add = useMutation({
    mutationFn: () => {
      const dates = isDated(date) ? [{ date, source: readingOf(source) }] : [];
      const body = { name: inWords(name), dates };
      return unwrap(
        client.POST("/v1/label-programmes/{id}/waves", {
          params: { path: { id: programme.slug }, header: idempotent(keyFor(body)) },
          body,
        }),
      );
    },
    onSuccess: async ({ slug }) => {
      done();
      await queryClient.invalidateQueries({ queryKey: programmesQuery.queryKey });
      toast(m.wave_added());
      await navigate({
        to: "/travail-candidature/$",
        params: { _splat: `labels/${programme.slug}/${slug}` },
      });
    },
  });
  const errors = fieldErrors(add.error, FIELDS);
  const change = (next: Partial<typeof NOTHING>) => setTyped({ ...typed, ...next });
  return (
    <Form
      onSubmit={() => {
        setTried(true);
        const isWhole = name.trim() !== "" && !isHalfDated(date) && (!isDated(date) || isRead(source));
        if (isWhole && !add.isPending) add.mutate();
      }}
    >
      <ProblemBanner error={add.error} known={FIELDS} />
      <TextField
        label={m.wave_name()}
        maxLength={120}
        value={name}
        onChange={(name) => change({ name })}
        error={tried && name.trim() === "" ? m.evidence_missing() : (errors.name ?? errors["name.fr"])}
      />
      <DayFields
        label={m.wave_date()}
        hint={m.wave_date_hint()}
        optional
        value={date}
        onChange={(date) => change({ date })}
        error={tried && isHalfDated(date) ? m.label_date_incomplete() : errors["dates.0.date.on"]}
      />
      {date.on !== "" && (
        <SourceReading
          value={source}
          onChange={(source) => change({ source })}
          tried={tried}
          errors={readingErrors(errors, "dates.0.source")}
        />
      )}
      <Actions>
        <Button type="submit" pending={add.isPending}>
          {m.wave_add()}
        </Button>
      </Actions>
    </Form>
  );
}
