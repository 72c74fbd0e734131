import { useMutation, useQuery } from "@tanstack/react-query";
import { client, unwrap } from "~/api/client";
import { answerIdentity, useIdentityAsked } from "~/lib/step-up";
import { m } from "~/paraglide/messages.js";
import { Dialog } from "~/ui/Dialog";
import { Failed, Loading } from "~/ui/States";
import { factorsQuery } from "./factors";
import { type Proof, ProofForm, type Way } from "./ProofForm";

/** Asks whether it is still oneself, and lets go on what waited for it. */
export function StepUpDialog() {
  const asked = useIdentityAsked();
  return (
    <Dialog title={m.fresh_title()} open={asked} onClose={() => answerIdentity(false)}>
      <Question />
    </Dialog>
  );
}

function Question() {
  const factors = useQuery({ ...factorsQuery, staleTime: 0 });
  const confirm = useMutation({
    mutationFn: (proof: Proof) => unwrap(client.POST("/v1/sessions/current/step-up", { body: { proof } })),
    onSuccess: () => answerIdentity(true),
  });
  if (factors.isError) return <Failed error={factors.error} onRetry={() => factors.refetch()} />;
  if (!factors.data) return <Loading rows={2} />;
  const { totp_since, passkeys, recovery_codes_left } = factors.data;
  const ways: Way[] = [];
  if (totp_since) ways.push("totp");
  if (passkeys.length > 0) ways.push("passkey");
  if (recovery_codes_left > 0) ways.push("recovery_code");
  const none = !totp_since && passkeys.length === 0;
  return (
    <>
      <p>{none ? m.fresh_text() : m.fresh_factor_text()}</p>
      <ProofForm
        ways={none ? ["password"] : ways}
        send={(proof) => confirm.mutate(proof)}
        error={confirm.error}
        pending={confirm.isPending}
        submit={m.fresh_go_on()}
      />
    </>
  );
}
