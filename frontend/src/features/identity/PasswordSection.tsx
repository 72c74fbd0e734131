import { useMutation, useQueryClient } from "@tanstack/react-query";
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
import { toast } from "~/ui/Toast";
import { MailSent } from "./MailSent";
import { NewPasswordField } from "./NewPasswordField";
import { sessionsQuery } from "./sessions";

const FIELDS = ["current_password", "new_password"] as const;

export function PasswordSection({ account }: { account: Me["account"] }) {
  return account.has_password ? <ChangePassword /> : <FirstPassword email={account.email} />;
}

/** Whoever came by a provider has no password; the first one is chosen behind a link, like every other. */
function FirstPassword({ email }: { email: string }) {
  const ask = useMutation({
    mutationFn: () => unwrap(client.POST("/v1/accounts/password-resets", { body: { email } })),
  });
  return (
    <Section title={m.field_password()}>
      {ask.isSuccess ? (
        <MailSent email={email} validity={m.mail_sent_hour()} />
      ) : (
        <>
          <p>{m.password_none()}</p>
          <ProblemBanner error={ask.error} />
          <Actions>
            <Button look="secondary" onPress={() => ask.mutate()} pending={ask.isPending}>
              {m.password_first()}
            </Button>
          </Actions>
        </>
      )}
    </Section>
  );
}

function ChangePassword() {
  const queryClient = useQueryClient();
  const [current, setCurrent] = useState("");
  const [chosen, setChosen] = useState("");
  const [missing, setMissing] = useState<Record<string, string>>({});
  const change = useMutation({
    mutationFn: () =>
      unwrap(client.PUT("/v1/me/password", { body: { current_password: current, new_password: chosen } })),
    onSuccess: () => {
      setCurrent("");
      setChosen("");
      toast(m.password_changed());
      return queryClient.invalidateQueries({ queryKey: sessionsQuery.queryKey });
    },
  });
  const submit = () => {
    const found: Record<string, string> = {};
    if (current === "") found.current_password = m.sign_in_password_missing();
    if (chosen === "") found.new_password = m.password_new_missing();
    setMissing(found);
    if (Object.keys(found).length === 0) change.mutate();
  };
  const errors = { ...fieldErrors(change.error, FIELDS), ...missing };
  return (
    <Section title={m.field_password()}>
      <Form onSubmit={submit}>
        <ProblemBanner error={change.error} known={FIELDS} />
        <p>{m.form_all_required()}</p>
        <TextField
          label={m.field_current_password()}
          type="password"
          name="current-password"
          autoComplete="current-password"
          value={current}
          onChange={setCurrent}
          error={errors.current_password}
        />
        <NewPasswordField value={chosen} onChange={setChosen} error={errors.new_password} />
        <Actions>
          <Button type="submit" look="secondary" pending={change.isPending}>
            {m.password_change()}
          </Button>
        </Actions>
      </Form>
    </Section>
  );
}
