import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { client, idempotent, unwrap } from "~/api/client";
import { fieldErrors } from "~/api/problem";
import type { WaveBoard, WaveFact } from "~/api/types";
import { useKeyed } from "~/lib/use-keyed";
import { m } from "~/paraglide/messages.js";
import { ProblemBanner } from "~/ui/Banner";
import { Button } from "~/ui/Button";
import { Dialog } from "~/ui/Dialog";
import { FactSources } from "~/ui/FactSources";
import { Form } from "~/ui/Form";
import { Actions } from "~/ui/States";
import { TextField } from "~/ui/TextField";
import { toast } from "~/ui/Toast";
import { factWords } from "./facts";

const FIELDS = ["reason"];
type Props = { wave: WaveBoard; fact: WaveFact; onClose: () => void };

/** What was told wrongly counts no more, and everybody reads why. */
export default function WithdrawFact({ wave, fact, onClose }: Props) {
  const queryClient = useQueryClient();
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const { keyFor, done } = useKeyed(`lorntech.key.withdrawal.${fact.id}`, "session");
  const withdraw = useMutation({
    mutationFn: () => {
      const body = { to: "withdrawn" as const, reason: reason.trim() };
      return unwrap(
        client.POST("/v1/wave-facts/{id}/transitions", {
          params: { path: { id: fact.id }, header: idempotent(keyFor(body)) },
          body,
        }),
      );
    },
    onSuccess: async () => {
      done();
      await queryClient.invalidateQueries({ queryKey: ["waves", wave.slug] });
      toast(m.wave_now_withdrawn());
      onClose();
    },
  });
  const errors = fieldErrors(withdraw.error, FIELDS);
  return (
    <Dialog title={m.wave_withdraw_title()} open onClose={onClose}>
      <Form
        look="dense"
        onSubmit={() => {
          setTried(true);
          if (reason.trim() !== "" && !withdraw.isPending) withdraw.mutate();
        }}
      >
        <ProblemBanner error={withdraw.error} known={FIELDS} />
        <p>
          <strong>{factWords(fact)}</strong>
        </p>
        <FactSources sources={[fact.source]} />
        <p>{m.wave_withdraw_text()}</p>
        <TextField
          label={m.wave_withdraw_reason()}
          long
          rows={3}
          maxLength={1000}
          value={reason}
          onChange={setReason}
          error={tried && reason.trim() === "" ? m.wave_withdraw_reason_missing() : errors.reason}
        />
        <Actions>
          <Button type="submit" look="danger" pending={withdraw.isPending}>
            {m.wave_withdraw_sure()}
          </Button>
          <Button look="quiet" onPress={onClose}>
            {m.label_cancel()}
          </Button>
        </Actions>
      </Form>
    </Dialog>
  );
}
