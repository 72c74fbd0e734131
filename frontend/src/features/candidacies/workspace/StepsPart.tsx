import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { client, idempotent, unwrap } from "~/api/client";
import { fieldErrors } from "~/api/problem";
import type { Candidacy } from "~/api/types";
import { NO_SOURCE, SourceFields, sourceOf } from "~/features/objectives/source-fields";
import { longDate } from "~/lib/format";
import { words } from "~/lib/lang-text";
import { useKeyed } from "~/lib/use-keyed";
import { m } from "~/paraglide/messages.js";
import { Banner, ProblemBanner } from "~/ui/Banner";
import { Button } from "~/ui/Button";
import { DateField, INCOMPLETE_DATE } from "~/ui/DateField";
import { FactSources } from "~/ui/FactSources";
import { Form } from "~/ui/Form";
import { Section, Stack } from "~/ui/Page";
import { Select } from "~/ui/Select";
import { Actions, Empty, Failed, Loading } from "~/ui/States";
import { Table } from "~/ui/Table";
import { TextField } from "~/ui/TextField";
import { toast } from "~/ui/Toast";
import { eventsQuery } from "../queries";
import { stateLabel } from "../states";
import { allQuery } from "./queries";
import css from "./workspace.module.css";

/** How a file came to where it stands, and its next step: none is ever taken back. */
export function StepsPart({ file }: { file: Candidacy }) {
  const events = useQuery(eventsQuery(file.slug));
  if (events.isPending) return <Loading />;
  if (events.isError) return <Failed error={events.error} onRetry={events.refetch} />;
  return (
    <Stack>
      <Section title={m.candidacy_steps()}>
        {events.data.items.length === 0 ? (
          <Empty title={m.steps_empty()} />
        ) : (
          <Table
            caption={m.candidacy_steps()}
            rows={events.data.items}
            rowKey={(event) => event.id}
            columns={[
              {
                head: m.candidacy_step_state(),
                rowHead: true,
                cell: (event) => (
                  <>
                    {stateLabel(event.to)}
                    {event.note && <p className={css.note}>{event.note}</p>}
                  </>
                ),
              },
              { head: m.candidacy_step_on(), whole: true, cell: (event) => longDate(event.occurred_on) },
              {
                head: m.candidacy_step_sources(),
                cell: (event) => <FactSources sources={event.sources} />,
              },
            ]}
          />
        )}
      </Section>
      <Section title={m.steps_add()}>
        {file.allowed_transitions.length === 0 ? (
          <Banner title={m.steps_ended()} />
        ) : (
          <Move file={file} key={file.state} />
        )}
      </Section>
    </Stack>
  );
}

const FIELDS = [
  "to",
  "occurred_on",
  "reason",
  "superseded_by",
  "note",
  "source.title",
  "source.publisher",
  "source.url",
] as const;

const REASONS = {
  not_retained: m.step_reason_not_retained,
  incomplete: m.step_reason_incomplete,
  criteria_unmet: m.step_reason_criteria_unmet,
  programme_ended: m.step_reason_programme_ended,
  merged: m.step_reason_merged,
  own_decision: m.step_reason_own_decision,
  other: m.step_reason_other,
};
type Reason = keyof typeof REASONS;
/** Where a step has to say why. */
const EXPLAINED = ["returned", "rejected", "superseded", "expired", "withdrawn", "abandoned"];

function Move({ file }: { file: Candidacy }) {
  const queryClient = useQueryClient();
  const others = useQuery(allQuery).data?.items.filter(({ id }) => id !== file.id) ?? [];
  const [to, setTo] = useState(file.allowed_transitions[0] ?? file.state);
  const [day, setDay] = useState("");
  const [reason, setReason] = useState<Reason>("other");
  const [successor, setSuccessor] = useState("");
  const [note, setNote] = useState("");
  const [source, setSource] = useState(NO_SOURCE);
  const [tried, setTried] = useState(false);
  const [sure, setSure] = useState(false);
  const { keyFor, done } = useKeyed(`lorntech.key.step.${file.id}`, "session");
  const by = successor || (others[0]?.slug ?? "");
  const move = useMutation({
    mutationFn: () => {
      const body = {
        to,
        occurred_on: day,
        source: sourceOf(source),
        ...(EXPLAINED.includes(to) ? { reason } : {}),
        ...(to === "superseded" ? { superseded_by: by } : {}),
        ...(note.trim() ? { note: note.trim() } : {}),
      };
      return unwrap(
        client.POST("/v1/candidacies/{id}/transitions", {
          params: {
            path: { id: file.slug },
            header: { ...idempotent(keyFor(body)), "If-Match": `"${file.revision}"` },
          },
          body,
        }),
      );
    },
    onSuccess: async ({ state }) => {
      done();
      await queryClient.invalidateQueries({ queryKey: allQuery.queryKey });
      toast(m.steps_added({ state: stateLabel(state) }));
    },
  });
  const errors = fieldErrors(move.error, FIELDS);
  const dayMissing = day === "" || day === INCOMPLETE_DATE;
  const sourceMissing = source.title.trim() === "" || source.publisher.trim() === "";
  return (
    <Form
      onSubmit={() => {
        setTried(true);
        if (dayMissing || sourceMissing || move.isPending) return;
        if (sure) move.mutate();
        else setSure(true);
      }}
    >
      <ProblemBanner error={move.error} known={FIELDS} />
      <Select
        label={m.steps_to()}
        value={to}
        onChange={(state) => {
          setTo(state);
          setSure(false);
        }}
        error={errors.to}
        choices={file.allowed_transitions.map((state) => ({ value: state, label: stateLabel(state) }))}
      />
      <DateField
        label={m.steps_on()}
        value={day}
        onChange={setDay}
        error={tried && dayMissing ? m.evidence_missing() : errors.occurred_on}
      />
      {EXPLAINED.includes(to) && (
        <Select<Reason>
          label={m.steps_reason()}
          value={reason}
          onChange={setReason}
          error={errors.reason}
          choices={Object.entries(REASONS).map(([value, label]) => ({
            value: value as Reason,
            label: label(),
          }))}
        />
      )}
      {to === "superseded" && (
        <Select
          label={m.steps_successor()}
          value={by}
          onChange={setSuccessor}
          error={errors.superseded_by}
          choices={others.map((one) => ({ value: one.slug, label: words(one.name) }))}
        />
      )}
      <SourceFields value={source} onChange={setSource} tried={tried} errors={errors} />
      <TextField
        label={m.steps_note()}
        optional
        long
        rows={2}
        maxLength={2000}
        value={note}
        onChange={setNote}
        error={errors.note}
      />
      {sure && <Banner title={m.steps_sure({ state: stateLabel(to) })}>{m.steps_sure_text()}</Banner>}
      <Actions>
        <Button type="submit" pending={move.isPending}>
          {sure ? m.steps_confirm() : m.steps_add()}
        </Button>
      </Actions>
    </Form>
  );
}
