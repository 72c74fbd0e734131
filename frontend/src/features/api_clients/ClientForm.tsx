import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { client, unwrap } from "~/api/client";
import { fieldErrors } from "~/api/problem";
import type { ApiClient, ClientScope } from "~/api/types";
import { m } from "~/paraglide/messages.js";
import { ProblemBanner } from "~/ui/Banner";
import { Button } from "~/ui/Button";
import { CheckList } from "~/ui/Choices";
import { Form } from "~/ui/Form";
import { Actions } from "~/ui/States";
import { Switch } from "~/ui/Switch";
import { TextField } from "~/ui/TextField";
import { clientsQuery, lines, SCOPES, versioned } from "./queries";

const FIELDS = ["name", "scopes", "allowed_origins"] as const;

type Props = {
  /** Changes this one; without it, registers another. */
  known?: ApiClient;
  /** May give what partners have. */
  partner: boolean;
  onDone: (client: ApiClient) => void;
};

export function ClientForm({ known, partner, onDone }: Props) {
  const queryClient = useQueryClient();
  const [name, setName] = useState(known?.name ?? "");
  const [scopes, setScopes] = useState<ClientScope[]>(known?.scopes ?? ["directory:read"]);
  const [origins, setOrigins] = useState((known?.allowed_origins ?? []).join("\n"));
  const [test, setTest] = useState(known?.test ?? false);
  const [missing, setMissing] = useState<string>();
  const save = useMutation({
    mutationFn: () => {
      const body = { name: name.trim(), scopes, allowed_origins: lines(origins) };
      return known
        ? unwrap(
            client.PATCH("/v1/api-clients/{id}", {
              params: versioned(known),
              body,
              headers: { "Content-Type": "application/merge-patch+json" },
            }),
          )
        : unwrap(client.POST("/v1/api-clients", { body: { ...body, test } }));
    },
    onSuccess: async (saved) => {
      onDone(saved);
      await queryClient.invalidateQueries({ queryKey: clientsQuery.queryKey });
    },
  });
  const errors = fieldErrors(save.error, FIELDS);
  // What it has already, stays to be chosen by whoever could not give it.
  const offered = (Object.keys(SCOPES) as ClientScope[]).filter(
    (scope) => partner || scope === "directory:read" || known?.scopes.includes(scope),
  );
  const submit = () => {
    const wanting = name.trim().length < 2 ? m.client_name_missing() : undefined;
    setMissing(wanting);
    if (!wanting) save.mutate();
  };
  return (
    <Form look="dense" onSubmit={submit}>
      <ProblemBanner error={save.error} known={["name", "allowed_origins"]} />
      <TextField
        label={m.client_name()}
        hint={m.client_name_hint()}
        name="client-name"
        autoComplete="off"
        maxLength={80}
        value={name}
        onChange={setName}
        error={missing ?? errors.name}
      />
      <CheckList
        label={m.client_scopes()}
        choices={offered.map((value) => ({ value, label: SCOPES[value]() }))}
        value={scopes}
        onChange={setScopes}
      />
      <TextField
        label={m.client_origins()}
        hint={m.client_origins_hint()}
        name="client-origins"
        autoComplete="off"
        long
        rows={3}
        optional
        value={origins}
        onChange={setOrigins}
        error={errors.allowed_origins}
      />
      {partner && !known && (
        <Switch label={m.client_test()} hint={m.client_test_hint()} on={test} onChange={setTest} />
      )}
      <Actions>
        <Button type="submit" pending={save.isPending}>
          {known ? m.client_save() : m.client_register()}
        </Button>
      </Actions>
    </Form>
  );
}
