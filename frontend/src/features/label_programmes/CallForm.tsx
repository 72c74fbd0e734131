import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { client, idempotent, unwrap } from "~/api/client";
import { fieldErrors } from "~/api/problem";
import type { LabelCall, LabelProgramme } from "~/api/types";
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
  kept,
  NO_DATE,
  NO_READING,
  readingAt,
  readingErrors,
  readingOf,
  saidOf,
} from "./source";

const FIELDS = ["name", "name.fr", "opened", "opened.on", "detail", "detail.fr", ...readingAt("sources.0")];
const NOTHING = { name: "", opened: NO_DATE, detail: "", source: NO_READING };
type Typed = typeof NOTHING;

/** What is said of a call, in the language of whoever reads it. */
const typedOf = ({ name, opened, detail }: LabelCall): Typed => ({
  name: saidOf(name),
  opened: opened ? { on: opened.on, precision: opened.precision } : NO_DATE,
  detail: saidOf(detail),
  source: NO_READING,
});

type Props = { programme: LabelProgramme; call?: LabelCall; onDone?: () => void };

/** A call to be, or one that is mended; what it asks for is set when it is there. */
export function CallForm({ programme, call, onDone }: Props) {
  const queryClient = useQueryClient();
  const [typed, setTyped] = useState(() => (call ? typedOf(call) : NOTHING));
  const [tried, setTried] = useState(false);
  const { keyFor, done } = useKeyed(`lorntech.key.call.${programme.slug}.${call?.slug ?? ""}`, "session");
  const { name, opened, detail, source } = typed;
  const open = useMutation({
    mutationFn: () => {
      if (call)
        return unwrap(
          client.PATCH("/v1/label-programmes/{id}/calls/{call}", {
            params: {
              path: { id: programme.slug, call: call.slug },
              header: { "If-Match": `"${programme.revision}"` },
            },
            body: {
              name: kept(call.name, name),
              opened: isDated(opened) ? opened : null,
              detail: detail.trim() ? kept(call.detail, detail) : null,
            },
            headers: { "Content-Type": "application/merge-patch+json" },
          }),
        );
      const body = {
        name: inWords(name),
        ...(isDated(opened) ? { opened } : {}),
        ...(detail.trim() ? { detail: inWords(detail) } : {}),
        sources: [readingOf(source)],
      };
      return unwrap(
        client.POST("/v1/label-programmes/{id}/calls", {
          params: { path: { id: programme.slug }, header: idempotent(keyFor(body)) },
          body,
        }),
      );
    },
    onSuccess: async () => {
      done();
      if (!call) setTyped(NOTHING);
      setTried(false);
      await queryClient.invalidateQueries({ queryKey: programmesQuery.queryKey });
      toast(call ? m.call_now_mended() : m.call_now_open());
      onDone?.();
    },
  });
  const errors = fieldErrors(open.error, FIELDS);
  const change = (next: Partial<Typed>) => setTyped({ ...typed, ...next });
  return (
    <Form
      onSubmit={() => {
        setTried(true);
        const isWhole = name.trim() !== "" && !isHalfDated(opened) && (call || isRead(source));
        if (isWhole && !open.isPending) open.mutate();
      }}
    >
      <ProblemBanner error={open.error} known={FIELDS} />
      <TextField
        label={m.call_name()}
        maxLength={120}
        value={name}
        onChange={(name) => change({ name })}
        error={tried && name.trim() === "" ? m.evidence_missing() : (errors.name ?? errors["name.fr"])}
      />
      <DayFields
        label={m.call_opened_on()}
        hint={m.call_opened_hint()}
        optional
        value={opened}
        onChange={(opened) => change({ opened })}
        error={tried && isHalfDated(opened) ? m.label_date_incomplete() : errors["opened.on"]}
      />
      <TextField
        label={m.call_detail()}
        optional
        long
        rows={3}
        maxLength={2000}
        value={detail}
        onChange={(detail) => change({ detail })}
        error={errors.detail ?? errors["detail.fr"]}
      />
      {!call && (
        <SourceReading
          value={source}
          onChange={(source) => change({ source })}
          tried={tried}
          errors={readingErrors(errors, "sources.0")}
        />
      )}
      <Actions>
        <Button type="submit" pending={open.isPending}>
          {call ? m.call_mend() : m.call_open()}
        </Button>
        {call && (
          <Button look="quiet" onPress={() => onDone?.()}>
            {m.label_cancel()}
          </Button>
        )}
      </Actions>
    </Form>
  );
}
