import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { client, idempotent, unwrap } from "~/api/client";
import { fieldErrors } from "~/api/problem";
import type { Project, ProjectStep } from "~/api/types";
import { useKeyed } from "~/lib/use-keyed";
import { todayInParis } from "~/lib/working-days";
import { m } from "~/paraglide/messages.js";
import { ProblemBanner } from "~/ui/Banner";
import { Button } from "~/ui/Button";
import { DateField, INCOMPLETE_DATE } from "~/ui/DateField";
import { Dialog } from "~/ui/Dialog";
import { Form } from "~/ui/Form";
import { Actions } from "~/ui/States";
import { TextField } from "~/ui/TextField";
import { toast } from "~/ui/Toast";
import { projectsChanged } from "./queries";
import { stepWords } from "./words";

const FIELDS = ["occurred_on", "note"] as const;

/** When a step was taken and what there is to say of it; whoever stops a project is asked here whether they mean it. */
export default function StepDialog(props: { project: Project; step: ProjectStep; onClose: () => void }) {
  const { project, step, onClose } = props;
  const queryClient = useQueryClient();
  const [day, setDay] = useState(todayInParis());
  const [note, setNote] = useState("");
  const [tried, setTried] = useState(false);
  const { keyFor, done } = useKeyed(`lorntech.key.project.${project.id}`, "session");
  const tell = useMutation({
    mutationFn: () => {
      const body = { to: step, occurred_on: day, ...(note.trim() ? { note: note.trim() } : {}) };
      const header = { ...idempotent(keyFor(body)), "If-Match": `"${project.revision}"` };
      return unwrap(
        client.POST("/v1/projects/{id}/transitions", { params: { path: { id: project.id }, header }, body }),
      );
    },
    onSuccess: () => {
      done();
      toast(m.project_step_told());
      onClose();
    },
    onSettled: () => projectsChanged(queryClient),
  });
  const errors = fieldErrors(tell.error, FIELDS);
  const noDay = day === "" || day === INCOMPLETE_DATE ? m.project_day_missing() : undefined;
  const title = stepWords(step, project.stage);
  return (
    <Dialog title={title} open onClose={onClose}>
      <Form
        look="dense"
        onSubmit={() => {
          setTried(true);
          if (!noDay && !tell.isPending) tell.mutate();
        }}
      >
        <ProblemBanner error={tell.error} known={FIELDS} />
        {step === "paused" && <p>{m.project_pause_text()}</p>}
        {step === "abandoned" && <p>{m.project_abandon_text()}</p>}
        <DateField
          label={m.project_step_day()}
          hint={m.project_step_day_hint()}
          max={todayInParis()}
          value={day}
          onChange={setDay}
          error={(tried && noDay) || errors.occurred_on}
        />
        <TextField
          label={m.project_step_note()}
          optional
          long
          rows={3}
          maxLength={1000}
          value={note}
          onChange={setNote}
          error={errors.note}
        />
        <Actions>
          <Button type="submit" look={step === "abandoned" ? "danger" : "primary"} pending={tell.isPending}>
            {title}
          </Button>
          <Button look="quiet" onPress={onClose}>
            {m.project_back()}
          </Button>
        </Actions>
      </Form>
    </Dialog>
  );
}
