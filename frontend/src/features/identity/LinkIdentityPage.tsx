import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { client, unwrap } from "~/api/client";
import { isStatus } from "~/api/problem";
import { m } from "~/paraglide/messages.js";
import { ProblemBanner } from "~/ui/Banner";
import { Button } from "~/ui/Button";
import { Link } from "~/ui/Link";
import { Page, Stack } from "~/ui/Page";
import { Actions } from "~/ui/States";
import { toast } from "~/ui/Toast";
import { identitiesQuery, providersQuery } from "./providers";
import { useMe } from "./queries";

/** Confirms that what a provider said in this browser belongs to the account that is signed in. */
export function LinkIdentityPage({ provider }: { provider: string }) {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const me = useMe();
  const name = useQuery(providersQuery).data?.items.find((one) => one.id === provider)?.name ?? provider;
  const link = useMutation({
    mutationFn: () => unwrap(client.POST("/v1/me/identities", { body: { provider } })),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: identitiesQuery.queryKey });
      await navigate({ to: "/compte/$", params: { _splat: "" }, replace: true });
      toast(m.identity_linked({ name }));
    },
  });
  const email = me?.account.email ?? "";
  const over = isStatus(link.error, 410);
  return (
    <Page title={m.link_identity_title({ name })} lead={m.link_identity_lead({ name, email })}>
      <Stack>
        {over ? <p role="alert">{m.link_identity_over({ name })}</p> : <ProblemBanner error={link.error} />}
        <Actions>
          {!over && (
            <Button onPress={() => link.mutate()} pending={link.isPending}>
              {m.link_identity()}
            </Button>
          )}
          <Link to="/compte/$" params={{ _splat: "" }} button="secondary">
            {over ? m.account_title() : m.link_identity_not()}
          </Link>
        </Actions>
      </Stack>
    </Page>
  );
}
