import { useMutation, useQuery } from "@tanstack/react-query";
import { client, unwrap } from "~/api/client";
import { isStatus } from "~/api/problem";
import { useLinkToken } from "~/features/identity/link";
import { m } from "~/paraglide/messages.js";
import { Banner, ProblemBanner } from "~/ui/Banner";
import { Button } from "~/ui/Button";
import { Link } from "~/ui/Link";
import { Page, Stack } from "~/ui/Page";
import { Actions, Empty, Failed, Loading } from "~/ui/States";
import { KINDS } from "./words";

/** Behind the link at the foot of a letter, without a sign-in. A press ends it, not the visit: programs visit links, too. */
export default function UnsubscribePage({ step }: { step: string }) {
  const token = useLinkToken(step, "jeton") ?? "";
  const path = { params: { path: { token } } };
  const query = useQuery({
    queryKey: ["unsubscription", token],
    queryFn: () => unwrap(client.GET("/v1/unsubscriptions/{token}", path)),
    enabled: token !== "",
    retry: false,
  });
  const end = useMutation({ mutationFn: () => unwrap(client.POST("/v1/unsubscriptions/{token}", path)) });
  const settings = (
    <Link to="/compte/$" params={{ _splat: "notifications" }} onward>
      {m.notices_title()}
    </Link>
  );
  if (token === "" || isStatus(query.error, 404)) {
    return (
      <Page title={m.unsubscribe_title()}>
        <Empty title={m.unsubscribe_gone()} actions={settings}>
          {m.unsubscribe_gone_text()}
        </Empty>
      </Page>
    );
  }
  const kind = query.data?.kind;
  return (
    <Page title={m.unsubscribe_title()} lead={kind && KINDS[kind].title()}>
      <Stack>
        {query.isPending ? (
          <Loading rows={1} />
        ) : query.isError ? (
          <Failed error={query.error} onRetry={() => query.refetch()} />
        ) : end.isSuccess || !query.data.enabled ? (
          <Banner tone="done" title={m.unsubscribe_done()}>
            <p>{m.unsubscribe_back()}</p>
            {settings}
          </Banner>
        ) : (
          <>
            <ProblemBanner error={end.error} />
            <p>{KINDS[query.data.kind].text()}</p>
            <Actions>
              <Button onPress={() => end.mutate()} pending={end.isPending}>
                {m.unsubscribe_send()}
              </Button>
            </Actions>
          </>
        )}
      </Stack>
    </Page>
  );
}
