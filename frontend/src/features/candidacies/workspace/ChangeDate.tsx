import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { client, unwrap } from "~/api/client";
import type { Candidacy, Milestone } from "~/api/types";
import { longDate } from "~/lib/format";
import { words } from "~/lib/lang-text";
import { m } from "~/paraglide/messages.js";
import { Banner, ProblemBanner } from "~/ui/Banner";
import { Button } from "~/ui/Button";
import { DateField, INCOMPLETE_DATE } from "~/ui/DateField";
import { Dialog } from "~/ui/Dialog";
import { Form } from "~/ui/Form";
import { Actions } from "~/ui/States";
import { toast } from "~/ui/Toast";
import { fileQuery } from "./queries";
import css from "./workspace.module.css";

type Change = { planned_on?: string; occurred_on?: string };

/** A new day, or that it happened: first what that moves, then the change itself. */
export function ChangeDate(props: { file: Candidacy; milestone: Milestone; onClose: () => void }) {
  const { file, milestone, onClose } = props;
  const queryClient = useQueryClient();
  const [planned, setPlanned] = useState(milestone.planned_on ?? "");
  const [occurred, setOccurred] = useState(milestone.occurred_on ?? "");
  const change: Change = {};
  if (planned !== (milestone.planned_on ?? "") && planned !== "") change.planned_on = planned;
  if (occurred !== (milestone.occurred_on ?? "") && occurred !== "") change.occurred_on = occurred;
  const isChanged = Object.keys(change).length > 0 && !Object.values(change).includes(INCOMPLETE_DATE);
  const send = (dryRun: boolean) =>
    unwrap(
      client.PATCH("/v1/candidacies/{id}/milestones/{milestone_id}", {
        params: {
          path: { id: file.slug, milestone_id: milestone.id },
          header: { "If-Match": `"${milestone.revision}"` },
          query: { dry_run: dryRun },
        },
        body: change,
        headers: { "Content-Type": "application/merge-patch+json" },
      }),
    );
  const look = useMutation({ mutationFn: () => send(true) });
  const save = useMutation({
    mutationFn: () => send(false),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: fileQuery(file.slug).queryKey });
      toast(m.saved());
      onClose();
    },
  });
  const edit = (set: (day: string) => void) => (day: string) => {
    set(day);
    look.reset();
  };
  return (
    <Dialog title={words(milestone.title)} open onClose={onClose}>
      <Form
        look="dense"
        onSubmit={() => {
          if (!isChanged || look.isPending || save.isPending) return;
          if (look.data) save.mutate();
          else look.mutate();
        }}
      >
        <ProblemBanner error={look.error ?? save.error} />
        <DateField label={m.plan_planned()} value={planned} onChange={edit(setPlanned)} optional />
        <DateField label={m.plan_occurred()} value={occurred} onChange={edit(setOccurred)} optional />
        {look.data && (
          <Banner title={look.data.moved.length === 0 ? m.plan_moves_nothing() : m.plan_moves()}>
            {look.data.moved.length > 0 && (
              <ul className={css.moved}>
                {look.data.moved.map((one) => (
                  <li key={one.id}>
                    {m.plan_moved({
                      title: words(one.title),
                      from: one.from ? longDate(one.from) : "–",
                      to: longDate(one.to),
                    })}
                  </li>
                ))}
              </ul>
            )}
          </Banner>
        )}
        <Actions>
          <Button type="submit" pending={look.isPending || save.isPending}>
            {look.data ? m.plan_change_now() : m.plan_look()}
          </Button>
        </Actions>
      </Form>
    </Dialog>
  );
}
