import { useMutation } from "@tanstack/react-query";
import { client, unwrap } from "~/api/client";
import { isStatus } from "~/api/problem";
import type { SecondFactorChallenge } from "~/api/types";
import { m } from "~/paraglide/messages.js";
import { Button } from "~/ui/Button";
import { Panel } from "~/ui/Card";
import { Link } from "~/ui/Link";
import { Page, Split } from "~/ui/Page";
import { Actions } from "~/ui/States";
import { type Proof, ProofForm } from "./ProofForm";

type Props = { asked: SecondFactorChallenge; onDone: () => void; onAgain: () => void };

/** The second step of a sign-in: the password was right. */
export function SecondStep({ asked, onDone, onAgain }: Props) {
  const answer = useMutation({
    mutationFn: (proof: Proof) =>
      unwrap(client.POST("/v1/sessions/second-factor", { body: { challenge: asked.challenge, proof } })),
    onSuccess: onDone,
  });
  return (
    <Page title={m.second_step_title()} lead={m.second_step_lead()}>
      <Split
        aside={
          <Panel title={m.second_step_lost()}>
            <p>{m.second_step_lost_text()}</p>
            <Link to="/totems" onward>
              {m.second_step_lost_link()}
            </Link>
          </Panel>
        }
      >
        <ProofForm
          ways={asked.methods}
          send={(proof) => answer.mutate(proof)}
          error={answer.error}
          pending={answer.isPending}
          submit={m.nav_sign_in()}
        />
        <Actions>
          <Button look={isStatus(answer.error, 410) ? "primary" : "quiet"} onPress={onAgain}>
            {m.second_step_again()}
          </Button>
        </Actions>
      </Split>
    </Page>
  );
}
