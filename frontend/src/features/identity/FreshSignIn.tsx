import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { client, unwrap } from "~/api/client";
import { ApiError } from "~/api/problem";
import { m } from "~/paraglide/messages.js";
import { ProblemBanner } from "~/ui/Banner";
import { Button } from "~/ui/Button";
import { Panel } from "~/ui/Card";
import { Form } from "~/ui/Form";
import { Actions } from "~/ui/States";
import { TextField } from "~/ui/TextField";

export function needsFreshSignIn(error: unknown): boolean {
  return error instanceof ApiError && error.code === "fresh_sign_in_required";
}

/** Asks for the password once more, then goes on with what was asked for. */
export function FreshSignIn({ email, onDone }: { email: string; onDone: () => void }) {
  const [password, setPassword] = useState("");
  const signIn = useMutation({
    mutationFn: () => unwrap(client.POST("/v1/sessions", { body: { email, password } })),
    onSuccess: onDone,
  });
  const submit = () => {
    if (password !== "") signIn.mutate();
  };
  return (
    <Panel title={m.fresh_title()}>
      <Form onSubmit={submit}>
        <p>{m.fresh_text()}</p>
        <ProblemBanner error={signIn.error} />
        <TextField
          label={m.field_current_password()}
          type="password"
          name="fresh-password"
          autoComplete="current-password"
          value={password}
          onChange={setPassword}
        />
        <Actions>
          <Button type="submit" pending={signIn.isPending}>
            {m.fresh_go_on()}
          </Button>
        </Actions>
      </Form>
    </Panel>
  );
}
