import { useState } from "react";
import type { Reason } from "~/api/types";
import { m } from "~/paraglide/messages.js";
import { ProblemBanner } from "~/ui/Banner";
import { Button } from "~/ui/Button";
import { Dialog } from "~/ui/Dialog";
import { Form } from "~/ui/Form";
import { Select } from "~/ui/Select";
import { Actions } from "~/ui/States";
import { TextField } from "~/ui/TextField";
import { toast } from "~/ui/Toast";
import { useTransition } from "./mutations";
import { REASON_CODES, reasonLabel } from "./status";

export default function RefuseDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const [reason, setReason] = useState<Reason>("out_of_scope");
  const [note, setNote] = useState("");
  const refuse = useTransition(id, () => {
    onClose();
    toast(m.work_refused());
  });
  const needsNote = reason === "other" && note.trim() === "";
  const [tried, setTried] = useState(false);
  return (
    <Dialog title={m.work_refuse_title()} open onClose={onClose}>
      <Form
        look="dense"
        onSubmit={() => {
          setTried(true);
          if (needsNote) return;
          refuse.mutate({ to: "rejected", reason, ...(note.trim() ? { note: note.trim() } : {}) });
        }}
      >
        <p>{m.work_refuse_text()}</p>
        <ProblemBanner error={refuse.error} />
        <Select<Reason>
          label={m.work_refuse_reason()}
          value={reason}
          onChange={setReason}
          choices={REASON_CODES.map((code) => ({ value: code, label: reasonLabel(code) }))}
        />
        <TextField
          label={m.work_refuse_note()}
          hint={m.work_refuse_note_hint()}
          optional={reason !== "other"}
          long
          rows={3}
          maxLength={2000}
          value={note}
          onChange={setNote}
          error={tried && needsNote ? m.work_refuse_note_missing() : undefined}
        />
        <Actions>
          <Button type="submit" look="danger" pending={refuse.isPending}>
            {m.work_refuse_send()}
          </Button>
          <Button look="quiet" onPress={onClose}>
            {m.work_refuse_not()}
          </Button>
        </Actions>
      </Form>
    </Dialog>
  );
}
