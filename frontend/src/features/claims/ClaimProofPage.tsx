import { useQuery } from "@tanstack/react-query";
import { useLocation, useNavigate } from "@tanstack/react-router";
import { useLayoutEffect } from "react";
import { isStatus } from "~/api/problem";
import type { Claim } from "~/api/types";
import { useMe } from "~/features/identity/queries";
import { accessTokenFor, keepAccess, tokenInFragment } from "~/lib/access";
import { m } from "~/paraglide/messages.js";
import { Banner, ProblemBanner } from "~/ui/Banner";
import { Button } from "~/ui/Button";
import { Link } from "~/ui/Link";
import { Page, Stack } from "~/ui/Page";
import { Actions, Failed, Loading } from "~/ui/States";
import { toast } from "~/ui/Toast";
import { claimStatusLabel } from "./labels";
import { claimQuery, useMoveClaim } from "./queries";

/** Behind the link that was sent to an address of the organization. A press, not the visit, proves: mail programs visit links, too. */
export function ClaimProofPage({ id }: { id: string }) {
  const navigate = useNavigate();
  const me = useMe();
  const given = tokenInFragment(useLocation({ select: (location) => location.hash }));
  useLayoutEffect(() => {
    if (!given) return;
    keepAccess(id, given);
    void navigate({ to: "/prises-en-charge/$id", params: { id }, hash: "", replace: true });
  }, [given, id, navigate]);
  const query = useQuery({ ...claimQuery(id), enabled: Boolean(me) });
  const token = given ?? accessTokenFor(id);
  if (!me) {
    return (
      <Page title={m.claim_proof_title()} lead={m.claim_proof_sign_in()}>
        <Actions>
          <Link to="/connexion" search={{ retour: `/prises-en-charge/${id}` }} button="primary">
            {m.nav_sign_in()}
          </Link>
        </Actions>
      </Page>
    );
  }
  if (query.data) return <Proof claim={query.data} token={token} />;
  return (
    <Page title={m.claim_proof_title()}>
      {query.isError ? (
        isStatus(query.error, 404) ? (
          <Banner title={m.claim_foreign()}>
            <p>{m.claim_foreign_text()}</p>
          </Banner>
        ) : (
          <Failed error={query.error} onRetry={() => query.refetch()} />
        )
      ) : (
        <Loading rows={2} />
      )}
    </Page>
  );
}

function Proof({ claim, token }: { claim: Claim; token: string | undefined }) {
  const navigate = useNavigate();
  const { slug, name } = claim.organization;
  const prove = useMoveClaim(claim.id, () => {
    void navigate({ to: "/annuaire/$slug", params: { slug } });
    toast(m.claim_accepted_done());
  });
  const open = claim.status === "awaiting_proof" && token;
  return (
    <Page title={m.claim_proof_title()} lead={m.claim_proof_lead({ name })}>
      <Stack>
        <ProblemBanner error={prove.error} />
        {open ? (
          <Actions>
            <Button pending={prove.isPending} onPress={() => prove.mutate({ to: "accepted", token })}>
              {m.claim_prove()}
            </Button>
          </Actions>
        ) : (
          <Banner tone={claim.status === "accepted" ? "done" : "now"} title={claimStatusLabel(claim.status)}>
            <Link to="/annuaire/$slug" params={{ slug }} onward>
              {m.claim_back()}
            </Link>
          </Banner>
        )}
      </Stack>
    </Page>
  );
}
