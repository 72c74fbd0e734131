import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { client, unwrap } from "~/api/client";
import { ApiError } from "~/api/problem";
import type { SecondFactorChallenge } from "~/api/types";
import { m } from "~/paraglide/messages.js";
import { ProblemBanner } from "~/ui/Banner";
import { Link } from "~/ui/Link";
import { Page, Stack } from "~/ui/Page";
import { Actions, Loading } from "~/ui/States";
import { toast } from "~/ui/Toast";
import { safeReturn } from "./guard";
import { providersQuery, wayBack } from "./providers";
import { meQuery, useMe, workplaces } from "./queries";
import { SecondStep } from "./SecondStep";

/** What a provider sends somebody back with; nothing else of it is passed on. */
function returned() {
  const parameters = new URLSearchParams(window.location.search);
  const one = (name: string) => parameters.get(name) ?? undefined;
  return { state: one("state"), code: one("code"), iss: one("iss"), error: one("error") };
}

/** Where a provider sends people back to. Its code works once, so it is sent once and leaves the address at once. */
export function ProviderReturnPage({ provider }: { provider: string }) {
  const router = useRouter();
  const queryClient = useQueryClient();
  const [came] = useState(returned);
  const sent = useRef(false);
  const name = useQuery(providersQuery).data?.items.find((one) => one.id === provider)?.name ?? provider;
  const [asked, setAsked] = useState<SecondFactorChallenge>();
  const enter = async () => {
    const back = wayBack();
    queryClient.clear();
    const me = await queryClient.fetchQuery({ ...meQuery, staleTime: 0 });
    const work = workplaces(me)[0];
    const target = back ? safeReturn(back) : work ? `/travail/${work.slug}` : "/demandes";
    router.history.replace(me?.must_enrol_second_factor ? "/compte/securite" : target);
  };
  const end = useMutation({
    mutationFn: ({ state, ...rest }: { state: string; code?: string; iss?: string; error?: string }) =>
      unwrap(
        client.POST("/v1/sessions/oidc/{provider}/callback", {
          params: { path: { provider } },
          body: { state, ...rest },
        }),
      ),
    onSuccess: async (outcome) => {
      if ("challenge" in outcome) {
        setAsked(outcome);
        return;
      }
      if (!("account" in outcome)) {
        toast(m.identity_linked({ name }));
        await queryClient.invalidateQueries({ queryKey: meQuery.queryKey });
        router.history.replace("/compte");
        return;
      }
      await enter();
    },
  });
  const { mutate } = end;
  useEffect(() => {
    if (sent.current || !came.state) return;
    sent.current = true;
    window.history.replaceState(window.history.state, "", window.location.pathname);
    const { state, code, iss, error } = came;
    mutate({ state, ...(code && { code }), ...(iss && { iss }), ...(error && { error }) });
  }, [came, mutate]);

  if (asked)
    return <SecondStep asked={asked} onDone={enter} onAgain={() => router.history.replace("/connexion")} />;
  if (came.state && !end.isError) {
    return (
      <Page title={m.provider_return_title({ name })}>
        <Loading />
      </Page>
    );
  }
  if (end.error instanceof ApiError && end.error.code === "identity_link_required") {
    return <LinkRequired provider={provider} name={name} />;
  }
  const cancelled = came.error === "access_denied";
  return (
    <Page
      title={cancelled ? m.provider_cancelled_title() : m.provider_failed_title()}
      lead={cancelled ? m.provider_cancelled_lead({ name }) : m.provider_failed_lead()}
    >
      <Stack>
        {!cancelled && <ProblemBanner error={end.error} />}
        <Actions>
          <Link to="/connexion" button="primary">
            {m.nav_sign_in()}
          </Link>
        </Actions>
      </Stack>
    </Page>
  );
}

/** The provider's word alone opens no account that somebody else may have: they sign in to theirs first. */
function LinkRequired({ provider, name }: { provider: string; name: string }) {
  const me = useMe();
  const page = `/compte/relier/${provider}`;
  return (
    <Page title={m.link_required_title({ name })} lead={m.link_required_lead({ name })}>
      <Stack>
        <p>{m.link_required_text()}</p>
        <Actions>
          {me ? (
            <Link to="/compte/$" params={{ _splat: `relier/${provider}` }} button="primary">
              {m.link_required_go_on({ email: me.account.email })}
            </Link>
          ) : (
            <>
              <Link to="/connexion" search={{ retour: page }} button="primary">
                {m.nav_sign_in()}
              </Link>
              <Link to="/compte/$" params={{ _splat: "inscription" }} button="secondary">
                {m.sign_up()}
              </Link>
            </>
          )}
        </Actions>
      </Stack>
    </Page>
  );
}
