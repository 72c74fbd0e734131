import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { useState } from "react";
import { client, unwrap } from "~/api/client";
import { fieldErrors } from "~/api/problem";
import type { SecondFactorChallenge } from "~/api/types";
import { useDraft } from "~/lib/drafts";
import { m } from "~/paraglide/messages.js";
import { ProblemBanner } from "~/ui/Banner";
import { Button } from "~/ui/Button";
import { Panel } from "~/ui/Card";
import { Form } from "~/ui/Form";
import { Link } from "~/ui/Link";
import { Page, Split } from "~/ui/Page";
import { Actions } from "~/ui/States";
import { TextField } from "~/ui/TextField";
import { safeReturn } from "./guard";
import { ProviderButtons } from "./ProviderButtons";
import { hasPasskeys, showPasskey, wasDropped } from "./passkeys";
import { meQuery, workplaces } from "./queries";
import { SecondStep } from "./SecondStep";

const FIELDS = ["email", "password"] as const;

export function SignInPage({ back }: { back: string | undefined }) {
  const router = useRouter();
  const queryClient = useQueryClient();
  const [email, setEmail, clearEmail] = useDraft("lorntech.sign-in", "", "session");
  const [password, setPassword] = useState("");
  const [missing, setMissing] = useState<Record<string, string>>({});

  const [asked, setAsked] = useState<SecondFactorChallenge>();

  const enter = async () => {
    clearEmail();
    queryClient.clear();
    const me = await queryClient.fetchQuery({ ...meQuery, staleTime: 0 });
    const work = workplaces(me)[0];
    const target = back ? safeReturn(back) : work ? `/travail/${work.slug}` : "/demandes";
    router.history.push(me?.must_enrol_second_factor ? "/compte/securite" : target);
  };
  const signIn = useMutation({
    mutationFn: () => unwrap(client.POST("/v1/sessions", { body: { email: email.trim(), password } })),
    onSuccess: (opened) => ("challenge" in opened ? setAsked(opened) : enter()),
  });
  const withPasskey = useMutation({
    mutationFn: async () => unwrap(client.POST("/v1/sessions/passkey", { body: await showPasskey() })),
    onSuccess: enter,
  });
  if (asked) {
    const again = () => {
      setAsked(undefined);
      setPassword("");
      signIn.reset();
    };
    return <SecondStep asked={asked} onDone={enter} onAgain={again} />;
  }

  const submit = () => {
    const found: Record<string, string> = {};
    if (email.trim() === "") found.email = m.sign_in_email_missing();
    if (password === "") found.password = m.sign_in_password_missing();
    setMissing(found);
    if (Object.keys(found).length === 0) signIn.mutate();
  };
  const errors = { ...fieldErrors(signIn.error, FIELDS), ...missing };

  return (
    <Page title={m.sign_in_title()} lead={back ? m.sign_in_back() : m.sign_in_lead()}>
      <Split
        aside={
          <Panel title={m.sign_in_without()}>
            <p>{m.sign_in_without_text()}</p>
            <Link to="/demander" onward>
              {m.nav_ask_long()}
            </Link>
            <Link to="/compte/$" params={{ _splat: "inscription" }} onward>
              {m.sign_up()}
            </Link>
          </Panel>
        }
      >
        <Form onSubmit={submit}>
          <ProblemBanner error={signIn.error} known={FIELDS} />
          <p>{m.form_all_required()}</p>
          <TextField
            label={m.field_email()}
            hint={m.field_email_hint()}
            type="email"
            name="email"
            autoComplete="username"
            value={email}
            onChange={setEmail}
            error={errors.email}
          />
          <TextField
            label={m.field_password()}
            type="password"
            name="password"
            autoComplete="current-password"
            value={password}
            onChange={setPassword}
            error={errors.password}
          />
          <Actions>
            <Button type="submit" pending={signIn.isPending}>
              {m.nav_sign_in()}
            </Button>
            <Link to="/compte/$" params={{ _splat: "oubli" }}>
              {m.sign_in_forgot()}
            </Link>
          </Actions>
          {hasPasskeys() && (
            <>
              <ProblemBanner error={wasDropped(withPasskey.error) ? undefined : withPasskey.error} />
              <Actions>
                <Button look="secondary" onPress={() => withPasskey.mutate()} pending={withPasskey.isPending}>
                  {m.sign_in_passkey()}
                </Button>
              </Actions>
            </>
          )}
        </Form>
        <ProviderButtons title={m.providers_sign_in()} back={back} />
      </Split>
    </Page>
  );
}
