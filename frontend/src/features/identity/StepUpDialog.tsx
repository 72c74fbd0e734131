import { useMutation, useQuery } from "@tanstack/react-query";
import { client, unwrap } from "~/api/client";
import { answerIdentity, useIdentityAsked } from "~/lib/step-up";
import { m } from "~/paraglide/messages.js";
import { ProblemBanner } from "~/ui/Banner";
import { Button } from "~/ui/Button";
import { Dialog } from "~/ui/Dialog";
import { Actions, Failed, Loading } from "~/ui/States";
import { factorsQuery } from "./factors";
import { type Proof, ProofForm, type Way } from "./ProofForm";
import { identitiesQuery, useLeave } from "./providers";
import { meQuery } from "./queries";

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
  const me = useQuery(meQuery);
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
  if (none && me.data && !me.data.account.has_password) return <ByProvider />;
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

/** Without a password and a factor, only signing in again proves anything; it leads back to this page. */
function ByProvider() {
  const identities = useQuery(identitiesQuery);
  const leave = useLeave("sign_in", window.location.pathname);
  if (identities.isError) return <Failed error={identities.error} onRetry={() => identities.refetch()} />;
  if (!identities.data) return <Loading rows={2} />;
  return (
    <>
      <p>{m.fresh_provider()}</p>
      <ProblemBanner error={leave.error} />
      <Actions>
        {identities.data.items.map(({ id, provider }) => (
          <Button key={id} onPress={() => leave.mutate(provider.id)} pending={leave.isPending}>
            {m.provider_go_on({ name: provider.name })}
          </Button>
        ))}
      </Actions>
    </>
  );
}
