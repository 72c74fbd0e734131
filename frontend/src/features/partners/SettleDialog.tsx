import { useState } from "react";
import type { SyncConflict } from "~/api/types";
import { useDraft } from "~/lib/drafts";
import { m } from "~/paraglide/messages.js";
import { ProblemBanner } from "~/ui/Banner";
import { Button } from "~/ui/Button";
import { Dialog } from "~/ui/Dialog";
import { Form } from "~/ui/Form";
import { Actions } from "~/ui/States";
import { TextField } from "~/ui/TextField";
import { toast } from "~/ui/Toast";
import { useSettle } from "./queries";
import { decisionLabel, decisionText } from "./words";

type Props = { conflict: SyncConflict; name: string; to: SyncConflict["status"]; onClose: () => void };

/** What follows from a decision is read before it is made, and why it is made stays with it. */
export default function SettleDialog({ conflict, name, to, onClose }: Props) {
  const [note, setNote, clear] = useDraft(`lorntech.settle.${conflict.id}`, "", "session");
  const [tried, setTried] = useState(false);
  const settle = useSettle(conflict, ({ status }) => {
    clear();
    toast(status === "taken" ? m.regions_done_taken() : m.regions_done_dismissed());
    onClose();
  });
  const label = decisionLabel(conflict.reason, to);
  const missing = note.trim() === "";
  return (
    <Dialog title={m.regions_settle_title({ decision: label, name })} open onClose={onClose}>
      <Form
        look="dense"
        onSubmit={() => {
          setTried(true);
          if (!missing && !settle.isPending) settle.mutate({ to, note: note.trim() });
        }}
      >
        <p>{decisionText(conflict.reason, to)}</p>
        <ProblemBanner error={settle.error} />
        <TextField
          label={m.regions_why()}
          hint={m.regions_why_hint()}
          long
          rows={3}
          maxLength={1000}
          value={note}
          onChange={setNote}
          error={tried && missing ? m.regions_why_missing() : undefined}
        />
        <Actions>
          <Button type="submit" pending={settle.isPending}>
            {label}
          </Button>
          <Button look="quiet" onPress={onClose}>
            {m.regions_settle_not()}
          </Button>
        </Actions>
      </Form>
    </Dialog>
  );
}
