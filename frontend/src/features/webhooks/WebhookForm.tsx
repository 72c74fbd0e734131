import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { client, unwrap } from "~/api/client";
import { fieldErrors } from "~/api/problem";
import type { EventType, Webhook } from "~/api/types";
import { sentence } from "~/lib/format";
import { m } from "~/paraglide/messages.js";
import { ProblemBanner } from "~/ui/Banner";
import { Button } from "~/ui/Button";
import { CheckList } from "~/ui/Choices";
import { Form } from "~/ui/Form";
import { Actions } from "~/ui/States";
import { TextField } from "~/ui/TextField";
import { PATCHED, versioned } from "./queries";
import { TYPES } from "./words";

const FIELDS = ["url", "types"] as const;

/** Changes the one known; without it, registers another. */
export function WebhookForm({ known, onDone }: { known?: Webhook; onDone: (webhook: Webhook) => void }) {
  const queryClient = useQueryClient();
  const [url, setUrl] = useState(known?.url ?? "");
  const [types, setTypes] = useState<EventType[]>(
    known?.types ?? ["organization.updated", "organization.removed"],
  );
  const [missing, setMissing] = useState<{ url?: string; types?: string }>({});
  const save = useMutation({
    mutationFn: () => {
      const body = { url: url.trim(), types };
      return known
        ? unwrap(client.PATCH("/v1/webhooks/{id}", { params: versioned(known), body, headers: PATCHED }))
        : unwrap(client.POST("/v1/webhooks", { body }));
    },
    onSuccess: async (saved) => {
      onDone(saved);
      await queryClient.invalidateQueries({ queryKey: ["webhooks"] });
    },
  });
  const errors = fieldErrors(save.error, FIELDS);
  // A machine client hears of nothing that is somebody's, and people of nothing that is a region's.
  const others = known?.api_client_id ? /^(service_request|saved_search)\./ : /^proposal\./;
  const offered = (Object.keys(TYPES) as EventType[]).filter((type) => !others.test(type));
  const submit = () => {
    const wanting = {
      ...(url.trim() ? {} : { url: m.hook_url_missing() }),
      ...(types.length > 0 ? {} : { types: m.hook_types_missing() }),
    };
    setMissing(wanting);
    if (Object.keys(wanting).length === 0) save.mutate();
  };
  return (
    <Form look="dense" onSubmit={submit}>
      <ProblemBanner error={save.error} known={["url", "types"]} />
      <TextField
        label={m.hook_url()}
        hint={known ? m.hook_url_hint_changed() : m.hook_url_hint()}
        name="webhook-url"
        type="url"
        autoComplete="off"
        maxLength={500}
        value={url}
        onChange={setUrl}
        error={missing.url ?? errors.url}
      />
      <CheckList
        label={m.hook_types()}
        choices={offered.map((value) => ({ value, label: sentence(TYPES[value]()) }))}
        value={types}
        onChange={setTypes}
      />
      {(missing.types ?? errors.types) && <p role="alert">{missing.types ?? errors.types}</p>}
      <Actions>
        <Button type="submit" pending={save.isPending}>
          {known ? m.hook_save() : m.hook_register()}
        </Button>
      </Actions>
    </Form>
  );
}
