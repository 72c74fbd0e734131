import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { client, unwrap } from "~/api/client";
import { fieldErrors } from "~/api/problem";
import { getLocale } from "~/lib/locale";
import { m } from "~/paraglide/messages.js";
import { ProblemBanner } from "~/ui/Banner";
import { Button } from "~/ui/Button";
import { Panel } from "~/ui/Card";
import { Form } from "~/ui/Form";
import { Link } from "~/ui/Link";
import { Page, Split } from "~/ui/Page";
import { Actions } from "~/ui/States";
import { TextField } from "~/ui/TextField";
import { MailSent } from "./MailSent";
import { ProviderButtons } from "./ProviderButtons";

const FIELDS = ["name", "email"] as const;

/** Sign-up and forgotten password: both end with a link in a mail. */
export function AskLinkPage({ purpose }: { purpose: "sign_up" | "password_reset" }) {
  const signUp = purpose === "sign_up";
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const [missing, setMissing] = useState<Record<string, string>>({});

  const ask = useMutation({
    mutationFn: () =>
      signUp
        ? unwrap(
            client.POST("/v1/accounts", {
              body: { name: name.trim(), email: email.trim(), language: getLocale() },
            }),
          )
        : unwrap(client.POST("/v1/accounts/password-resets", { body: { email: email.trim() } })),
  });

  const submit = () => {
    const found: Record<string, string> = {};
    if (signUp && name.trim() === "") found.name = m.sign_up_name_missing();
    if (email.trim() === "") found.email = m.sign_in_email_missing();
    setMissing(found);
    if (Object.keys(found).length === 0) ask.mutate();
  };
  const errors = { ...fieldErrors(ask.error, FIELDS), ...missing };

  return (
    <Page title={signUp ? m.sign_up() : m.forgot_title()} lead={signUp ? m.sign_up_lead() : m.forgot_lead()}>
      <Split
        aside={
          <Panel title={signUp ? m.sign_up_known() : m.forgot_remembered()}>
            <Link to="/connexion" onward>
              {m.nav_sign_in()}
            </Link>
          </Panel>
        }
      >
        {ask.isSuccess ? (
          <MailSent email={email.trim()} validity={signUp ? m.mail_sent_day() : m.mail_sent_hour()} />
        ) : (
          <Form onSubmit={submit}>
            <ProblemBanner error={ask.error} known={FIELDS} />
            <p>{m.form_all_required()}</p>
            {signUp && (
              <TextField
                label={m.field_name()}
                name="name"
                autoComplete="name"
                maxLength={120}
                value={name}
                onChange={setName}
                error={errors.name}
              />
            )}
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
            <Actions>
              <Button type="submit" pending={ask.isPending}>
                {m.send_link()}
              </Button>
            </Actions>
          </Form>
        )}
        {signUp && !ask.isSuccess && <ProviderButtons title={m.providers_sign_up()} />}
      </Split>
    </Page>
  );
}
