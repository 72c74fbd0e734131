import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { client, unwrap } from "~/api/client";
import { fieldErrors, isStatus } from "~/api/problem";
import { m } from "~/paraglide/messages.js";
import { ProblemBanner } from "~/ui/Banner";
import { Button } from "~/ui/Button";
import { Form } from "~/ui/Form";
import { Page } from "~/ui/Page";
import { Actions } from "~/ui/States";
import { toast } from "~/ui/Toast";
import { LinkGone } from "./LinkGone";
import { useLinkToken } from "./link";
import { NewPasswordField } from "./NewPasswordField";
import { meQuery } from "./queries";

const FIELDS = ["password"] as const;

/** Behind the link of a sign-up or a reset: choose the password, and be signed in with it. */
export function ChoosePasswordPage({
  step,
  purpose,
}: {
  step: string;
  purpose: "sign_up" | "password_reset";
}) {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const token = useLinkToken(step);
  const [password, setPassword] = useState("");
  const [missing, setMissing] = useState<string>();
  const signUp = purpose === "sign_up";

  const choose = useMutation({
    mutationFn: async (token: string) => {
      const { email } = await unwrap(
        client.POST("/v1/accounts/confirmations", { body: { token, password } }),
      );
      // The password holds by now: if only the sign-in fails, it is tried again where one signs in.
      return unwrap(client.POST("/v1/sessions", { body: { email, password } })).then(
        // With a second factor it goes on where one signs in.
        (opened) => !("challenge" in opened),
        () => false,
      );
    },
    onSuccess: async (signedIn) => {
      queryClient.clear();
      toast(signUp ? m.account_opened() : m.password_changed());
      if (!signedIn) return navigate({ to: "/connexion" });
      await queryClient.fetchQuery({ ...meQuery, staleTime: 0 });
      // Without the last part, which is where this page is.
      return signUp ? navigate({ to: "/demandes" }) : navigate({ to: "/compte/$", params: { _splat: "" } });
    },
  });
  if (!token || isStatus(choose.error, 410)) {
    return <LinkGone again={signUp ? "inscription" : "oubli"} />;
  }

  const submit = () => {
    setMissing(password === "" ? m.sign_in_password_missing() : undefined);
    if (password !== "") choose.mutate(token);
  };
  const errors = fieldErrors(choose.error, FIELDS);

  return (
    <Page
      title={signUp ? m.open_account_title() : m.reset_title()}
      lead={signUp ? m.open_account_lead() : m.reset_lead()}
    >
      <Form onSubmit={submit}>
        <ProblemBanner error={choose.error} known={FIELDS} />
        <NewPasswordField value={password} onChange={setPassword} error={missing ?? errors.password} />
        <Actions>
          <Button type="submit" pending={choose.isPending}>
            {signUp ? m.open_account() : m.password_keep()}
          </Button>
        </Actions>
      </Form>
    </Page>
  );
}
