import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { client, unwrap } from "~/api/client";
import { fieldErrors } from "~/api/problem";
import type { Me } from "~/api/types";
import { m } from "~/paraglide/messages.js";
import { ProblemBanner } from "~/ui/Banner";
import { Button } from "~/ui/Button";
import { Form } from "~/ui/Form";
import { Section } from "~/ui/Page";
import { Actions } from "~/ui/States";
import { TextField } from "~/ui/TextField";
import { MailSent } from "./MailSent";

const FIELDS = ["email"] as const;

export function AddressSection({ me }: { me: Me }) {
  const [email, setEmail] = useState("");
  const [missing, setMissing] = useState<string>();
  const change = useMutation({
    mutationFn: () => unwrap(client.POST("/v1/me/email-changes", { body: { email: email.trim() } })),
  });
  const submit = () => {
    setMissing(email.trim() === "" ? m.sign_in_email_missing() : undefined);
    if (email.trim() !== "") change.mutate();
  };
  return (
    <Section title={m.account_address()}>
      <p>{m.account_address_now({ email: me.account.email })}</p>
      {change.isSuccess ? (
        <MailSent email={email.trim()} validity={m.mail_sent_day()} />
      ) : (
        <Form onSubmit={submit}>
          <ProblemBanner error={change.error} known={FIELDS} />
          <TextField
            label={m.field_new_email()}
            hint={m.account_address_hint()}
            type="email"
            name="new-email"
            autoComplete="email"
            value={email}
            onChange={setEmail}
            error={missing ?? fieldErrors(change.error, FIELDS).email}
          />
          <Actions>
            <Button type="submit" look="secondary" pending={change.isPending}>
              {m.send_link()}
            </Button>
          </Actions>
        </Form>
      )}
    </Section>
  );
}
