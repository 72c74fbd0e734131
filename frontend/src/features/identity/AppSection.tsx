import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { client, unwrap } from "~/api/client";
import { fieldErrors } from "~/api/problem";
import { longDate } from "~/lib/format";
import { m } from "~/paraglide/messages.js";
import { ProblemBanner } from "~/ui/Banner";
import { Button } from "~/ui/Button";
import { Form } from "~/ui/Form";
import { Section } from "~/ui/Page";
import { Actions } from "~/ui/States";
import { TextField } from "~/ui/TextField";
import { toast } from "~/ui/Toast";
import css from "./account.module.css";

const FIELDS = ["code"] as const;

type Props = { since: string | null | undefined; onCodes: (codes: string[] | null | undefined) => void };

/** The authenticator app: its picture to scan, the same as letters, and the code that confirms it. */
export function AppSection({ since, onCodes }: Props) {
  const queryClient = useQueryClient();
  const [code, setCode] = useState("");
  const [missing, setMissing] = useState<string>();
  const prepare = useMutation({ mutationFn: () => unwrap(client.POST("/v1/me/totp")) });
  const confirm = useMutation({
    mutationFn: () => unwrap(client.POST("/v1/me/totp/confirmations", { body: { code: code.trim() } })),
    onSuccess: ({ recovery_codes }) => {
      prepare.reset();
      setCode("");
      toast(m.app_added());
      onCodes(recovery_codes);
    },
  });
  const remove = useMutation({
    mutationFn: () => unwrap(client.DELETE("/v1/me/totp")),
    onSuccess: () => toast(m.factor_removed()),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ["me"] }),
  });
  const submit = () => {
    setMissing(code.trim() === "" ? m.proof_missing() : undefined);
    if (code.trim() !== "") confirm.mutate();
  };
  return (
    <Section title={m.app_title()}>
      <p>{since ? m.app_since({ date: longDate(since) }) : m.app_text()}</p>
      <ProblemBanner error={prepare.error ?? remove.error} />
      {prepare.data ? (
        <Form onSubmit={submit}>
          <ProblemBanner error={confirm.error} known={FIELDS} />
          <p>{m.app_scan()}</p>
          <img
            className={css.qr}
            alt={m.app_picture()}
            src={`data:image/svg+xml;charset=utf-8,${encodeURIComponent(prepare.data.qr_code)}`}
          />
          <p>
            {m.app_letters()} <code translate="no">{prepare.data.secret.replace(/(.{4})(?=.)/g, "$1 ")}</code>
          </p>
          <TextField
            label={m.proof_code()}
            hint={m.proof_code_hint()}
            name="code"
            inputMode="numeric"
            autoComplete="one-time-code"
            value={code}
            onChange={setCode}
            error={missing ?? fieldErrors(confirm.error, FIELDS).code}
          />
          <Actions>
            <Button type="submit" pending={confirm.isPending}>
              {m.app_confirm()}
            </Button>
            <Button look="secondary" onPress={() => prepare.reset()}>
              {m.factor_cancel()}
            </Button>
          </Actions>
        </Form>
      ) : (
        <Actions>
          <Button look="secondary" onPress={() => prepare.mutate()} pending={prepare.isPending}>
            {since ? m.app_change() : m.app_add()}
          </Button>
          {since && (
            <Button look="danger" onPress={() => remove.mutate()} pending={remove.isPending}>
              {m.app_remove()}
            </Button>
          )}
        </Actions>
      )}
    </Section>
  );
}
