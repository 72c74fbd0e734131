import { useMutation, useQueryClient } from "@tanstack/react-query";
import { client, unwrap } from "~/api/client";
import { isStatus } from "~/api/problem";
import { m } from "~/paraglide/messages.js";
import { Banner, ProblemBanner } from "~/ui/Banner";
import { Button } from "~/ui/Button";
import { Link } from "~/ui/Link";
import { Page, Stack } from "~/ui/Page";
import { Actions } from "~/ui/States";
import { LinkGone } from "./LinkGone";
import { useLinkToken } from "./link";
import { meQuery } from "./queries";

/** Behind the link that was sent to a new address. A press, not the visit, confirms: mail programs visit links, too. */
export function ConfirmEmailPage({ step }: { step: string }) {
  const queryClient = useQueryClient();
  const token = useLinkToken(step);
  const confirm = useMutation({
    mutationFn: (token: string) => unwrap(client.POST("/v1/accounts/confirmations", { body: { token } })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: meQuery.queryKey }),
  });
  if (!token || isStatus(confirm.error, 410)) return <LinkGone again="compte" />;
  return (
    <Page title={m.confirm_email_title()} lead={m.confirm_email_lead()}>
      <Stack>
        {confirm.isSuccess ? (
          <Banner tone="done" title={m.confirm_email_done({ email: confirm.data.email })}>
            <Link to="/compte/$" params={{ _splat: "" }} onward>
              {m.account_title()}
            </Link>
          </Banner>
        ) : (
          <>
            <ProblemBanner error={confirm.error} />
            <Actions>
              <Button onPress={() => confirm.mutate(token)} pending={confirm.isPending}>
                {m.confirm_email()}
              </Button>
            </Actions>
          </>
        )}
      </Stack>
    </Page>
  );
}
