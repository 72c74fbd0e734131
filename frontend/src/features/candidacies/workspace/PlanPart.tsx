import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { client, idempotent, unwrap } from "~/api/client";
import { fieldErrors } from "~/api/problem";
import type { Candidacy, Milestone } from "~/api/types";
import { useMe } from "~/features/identity/queries";
import { longDate } from "~/lib/format";
import { words } from "~/lib/lang-text";
import { useKeyed } from "~/lib/use-keyed";
import { m } from "~/paraglide/messages.js";
import { ProblemBanner } from "~/ui/Banner";
import { Button } from "~/ui/Button";
import { DateField, INCOMPLETE_DATE } from "~/ui/DateField";
import { Form } from "~/ui/Form";
import { Section, Stack } from "~/ui/Page";
import { Select } from "~/ui/Select";
import { Actions, Empty } from "~/ui/States";
import { Switch } from "~/ui/Switch";
import { Table } from "~/ui/Table";
import { TextField } from "~/ui/TextField";
import { toast } from "~/ui/Toast";
import { MilestoneBadge } from "../MilestoneBadge";
import { MILESTONE_TYPES, type MilestoneType, typeLabel } from "../types";
import { ChangeDate } from "./ChangeDate";
import { fileQuery } from "./queries";

/** The milestones of a file, with who sees to each; a date is changed after it was seen what moves with it. */
export function PlanPart({ file }: { file: Candidacy }) {
  const [changing, setChanging] = useState<Milestone>();
  return (
    <Stack>
      <Section title={m.workspace_plan()}>
        {file.milestones.length === 0 ? (
          <Empty title={m.plan_empty()} />
        ) : (
          <Table
            caption={m.workspace_plan()}
            rows={file.milestones}
            rowKey={(milestone) => milestone.id}
            columns={[
              { head: m.plan_milestone(), rowHead: true, cell: (milestone) => words(milestone.title) },
              {
                head: m.plan_day(),
                whole: true,
                cell: ({ occurred_on, planned_on }) => longDate(occurred_on ?? planned_on ?? ""),
              },
              { head: m.plan_state(), cell: (milestone) => <MilestoneBadge state={milestone.state} /> },
              { head: m.plan_owner(), cell: (milestone) => milestone.owner?.name ?? "–" },
              {
                head: m.plan_after(),
                cell: ({ depends_on }) =>
                  file.milestones
                    .filter((one) => depends_on?.includes(one.id))
                    .map((one) => words(one.title))
                    .join(", ") || "–",
              },
              {
                head: m.plan_change(),
                cell: (milestone) => (
                  <Button
                    small
                    look="quiet"
                    aria-label={m.plan_change_of({ title: words(milestone.title) })}
                    onPress={() => setChanging(milestone)}
                  >
                    {m.plan_change()}
                  </Button>
                ),
              },
            ]}
          />
        )}
        <p>
          <a href={`/v1/candidacies/${file.slug}/milestones.ics`} download>
            {m.plan_calendar()}
          </a>
        </p>
        {changing && (
          <ChangeDate
            file={file}
            milestone={changing}
            key={changing.id}
            onClose={() => setChanging(undefined)}
          />
        )}
      </Section>
      <Section title={m.plan_add()}>
        <AddMilestone file={file} />
      </Section>
    </Stack>
  );
}

const FIELDS = ["title", "type", "planned_on", "depends_on", "owner_id"] as const;

function AddMilestone({ file }: { file: Candidacy }) {
  const me = useMe();
  const queryClient = useQueryClient();
  const [title, setTitle] = useState("");
  const [type, setType] = useState<MilestoneType>("deposit");
  const [day, setDay] = useState("");
  const [after, setAfter] = useState("");
  const [mine, setMine] = useState(false);
  const [tried, setTried] = useState(false);
  const { keyFor, done } = useKeyed(`lorntech.key.milestone.${file.id}`, "session");
  const add = useMutation({
    mutationFn: () => {
      const body = {
        type,
        title: { fr: title.trim() },
        planned_on: day,
        depends_on: after === "" ? [] : [after],
        ...(mine && me ? { owner_id: me.account.id } : {}),
      };
      return unwrap(
        client.POST("/v1/candidacies/{id}/milestones", {
          params: { path: { id: file.slug }, header: idempotent(keyFor(body)) },
          body,
        }),
      );
    },
    onSuccess: async () => {
      done();
      await queryClient.invalidateQueries({ queryKey: fileQuery(file.slug).queryKey });
      setTitle("");
      setDay("");
      setTried(false);
      toast(m.plan_added());
    },
  });
  const errors = fieldErrors(add.error, FIELDS);
  const dayMissing = day === "" || day === INCOMPLETE_DATE;
  return (
    <Form
      onSubmit={() => {
        setTried(true);
        if (title.trim() !== "" && !dayMissing && !add.isPending) add.mutate();
      }}
    >
      <ProblemBanner error={add.error} known={FIELDS} />
      <TextField
        label={m.plan_title()}
        maxLength={200}
        value={title}
        onChange={setTitle}
        error={tried && title.trim() === "" ? m.plan_title_missing() : errors.title}
      />
      <Select<MilestoneType>
        label={m.plan_type()}
        value={type}
        onChange={setType}
        choices={MILESTONE_TYPES.map((value) => ({ value, label: typeLabel(value) }))}
      />
      <DateField
        label={m.plan_planned()}
        value={day}
        onChange={setDay}
        error={tried && dayMissing ? m.plan_day_missing() : errors.planned_on}
      />
      <Select
        label={m.plan_after()}
        value={after}
        onChange={setAfter}
        error={errors.depends_on}
        choices={[
          { value: "", label: m.plan_after_none() },
          ...file.milestones.map((one) => ({ value: one.id, label: words(one.title) })),
        ]}
      />
      <Switch label={m.plan_mine()} hint={m.plan_mine_hint()} on={mine} onChange={setMine} />
      <Actions>
        <Button type="submit" pending={add.isPending}>
          {m.plan_add()}
        </Button>
      </Actions>
    </Form>
  );
}
