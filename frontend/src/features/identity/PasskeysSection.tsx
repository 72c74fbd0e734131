import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { client, unwrap } from "~/api/client";
import { fieldErrors } from "~/api/problem";
import type { Passkey } from "~/api/types";
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
import { hasPasskeys, makePasskey, wasDropped } from "./passkeys";

const FIELDS = ["name"] as const;

type Props = {
  passkeys: Passkey[];
  available: boolean;
  onCodes: (codes: string[] | null | undefined) => void;
};

export function PasskeysSection({ passkeys, available, onCodes }: Props) {
  const queryClient = useQueryClient();
  const [name, setName] = useState("");
  const [missing, setMissing] = useState<string>();
  const add = useMutation({
    mutationFn: () => makePasskey(name.trim()),
    onSuccess: ({ recovery_codes }) => {
      setName("");
      toast(m.passkey_added());
      onCodes(recovery_codes);
    },
  });
  const remove = useMutation({
    mutationFn: (id: string) => unwrap(client.DELETE("/v1/me/passkeys/{id}", { params: { path: { id } } })),
    onSuccess: () => toast(m.factor_removed()),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ["me"] }),
  });
  const submit = () => {
    setMissing(name.trim() === "" ? m.passkey_name_missing() : undefined);
    if (name.trim() !== "") add.mutate();
  };
  return (
    <Section title={m.passkeys_title()}>
      <p>{m.passkeys_text()}</p>
      <ProblemBanner error={remove.error} />
      {passkeys.length > 0 && (
        <ul className={css.sessions}>
          {passkeys.map(({ id, name: called, created_at, last_used_at }) => (
            <li key={id}>
              <span>
                <strong>{called}</strong>
                <span className={css.meta}>
                  {last_used_at
                    ? m.passkey_used({ date: longDate(last_used_at) })
                    : m.passkey_since({ date: longDate(created_at) })}
                </span>
              </span>
              <Button
                look="secondary"
                small
                aria-label={`${m.passkey_remove()}, ${called}`}
                onPress={() => remove.mutate(id)}
                pending={remove.isPending && remove.variables === id}
              >
                {m.passkey_remove()}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {available && hasPasskeys() ? (
        <Form onSubmit={submit}>
          <ProblemBanner error={wasDropped(add.error) ? undefined : add.error} known={FIELDS} />
          <TextField
            label={m.passkey_name()}
            hint={m.passkey_name_hint()}
            name="passkey-name"
            autoComplete="off"
            maxLength={60}
            value={name}
            onChange={setName}
            error={missing ?? fieldErrors(add.error, FIELDS).name}
          />
          <Actions>
            <Button type="submit" look="secondary" pending={add.isPending}>
              {m.passkey_add()}
            </Button>
          </Actions>
        </Form>
      ) : (
        <p>{m.passkeys_unavailable()}</p>
      )}
    </Section>
  );
}
