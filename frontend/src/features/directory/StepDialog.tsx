import { useState } from "react";
import type { Organization, OrganizationStatus, ReviewReason } from "~/api/types";
import { useDraft } from "~/lib/drafts";
import { m } from "~/paraglide/messages.js";
import { ProblemBanner } from "~/ui/Banner";
import { Button } from "~/ui/Button";
import { Dialog } from "~/ui/Dialog";
import { Form } from "~/ui/Form";
import { Select } from "~/ui/Select";
import { Actions } from "~/ui/States";
import { TextField } from "~/ui/TextField";
import { type Moving, REASONS, reviewReasonLabel, STEPS, useStep } from "./steps";

/** Why a record is taken from the public, or kept from it: whoever keeps it reads the reason and the note. */
export default function StepDialog({
  record,
  to,
  onDone,
  onClose,
}: {
  record: Moving;
  to: OrganizationStatus;
  onDone: (moved: Organization) => void;
  onClose: () => void;
}) {
  const reasons = REASONS[to] ?? ["other"];
  const [{ reason, note }, setDraft, clear] = useDraft<{ reason: ReviewReason; note: string }>(
    `lorntech.step.${to}.${record.id}`,
    { reason: reasons[0], note: "" },
    "session",
  );
  const step = useStep(record, (moved) => {
    clear();
    onDone(moved);
  });
  const [tried, setTried] = useState(false);
  const needsNote = reason === "other" && note.trim() === "";
  return (
    <Dialog title={m.step_title({ step: STEPS[to].name(), name: record.name })} open onClose={onClose}>
      <Form
        look="dense"
        onSubmit={() => {
          setTried(true);
          if (needsNote || step.isPending) return;
          step.mutate({ to, reason, ...(note.trim() ? { note: note.trim() } : {}) });
        }}
      >
        <p>{to === "deleted" ? m.step_deleted_text() : m.step_text()}</p>
        <ProblemBanner error={step.error} />
        <Select<ReviewReason>
          label={m.step_reason()}
          value={reason}
          onChange={(reason) => setDraft((before) => ({ ...before, reason }))}
          choices={reasons.map((code) => ({ value: code, label: reviewReasonLabel(code) }))}
        />
        <TextField
          label={m.step_note()}
          hint={m.step_note_hint()}
          optional={reason !== "other"}
          long
          rows={3}
          maxLength={2000}
          value={note}
          onChange={(note) => setDraft((before) => ({ ...before, note }))}
          error={tried && needsNote ? m.work_refuse_note_missing() : undefined}
        />
        <Actions>
          <Button type="submit" look={to === "deleted" ? "danger" : "primary"} pending={step.isPending}>
            {STEPS[to].name()}
          </Button>
          <Button look="quiet" onPress={onClose}>
            {m.step_not()}
          </Button>
        </Actions>
      </Form>
    </Dialog>
  );
}
