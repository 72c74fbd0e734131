import { useState } from "react";
import type { Reason } from "~/api/types";
import { useDraft } from "~/lib/drafts";
import { m } from "~/paraglide/messages.js";
import { Button } from "~/ui/Button";
import { Dialog } from "~/ui/Dialog";
import { Form } from "~/ui/Form";
import { Select } from "~/ui/Select";
import { Actions } from "~/ui/States";
import { TextField } from "~/ui/TextField";
import { toast } from "~/ui/Toast";
import { useTransition } from "./mutations";
import { RequestTrouble } from "./RequestTrouble";
import { REASON_CODES, reasonLabel } from "./status";

const NOTHING: { reason: Reason; note: string } = { reason: "out_of_scope", note: "" };

export default function RefuseDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const [{ reason, note }, setDraft, clear] = useDraft(`lorntech.refusal.${id}`, NOTHING, "session");
  const refuse = useTransition(id, () => {
    clear();
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
          if (needsNote || refuse.isPending) return;
          refuse.send({ to: "rejected", reason, ...(note.trim() ? { note: note.trim() } : {}) });
        }}
      >
        <p>{m.work_refuse_text()}</p>
        <RequestTrouble
          change={refuse}
          reader="agent"
          mine={(refusal) =>
            [refusal.reason && reasonLabel(refusal.reason), refusal.note].filter(Boolean).join("\n")
          }
          stillPossible={(_, now) => now.allowed_transitions.includes("rejected")}
        />
        <Select<Reason>
          label={m.work_refuse_reason()}
          value={reason}
          onChange={(reason) => setDraft((before) => ({ ...before, reason }))}
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
          onChange={(note) => setDraft((before) => ({ ...before, note }))}
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
