import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { client, unwrap } from "~/api/client";
import { fieldErrors } from "~/api/problem";
import type { Me } from "~/api/types";
import type { Locale } from "~/lib/locale";
import { m } from "~/paraglide/messages.js";
import { ProblemBanner } from "~/ui/Banner";
import { Button } from "~/ui/Button";
import { Form } from "~/ui/Form";
import { Section } from "~/ui/Page";
import { Select } from "~/ui/Select";
import { Actions } from "~/ui/States";
import { TextField } from "~/ui/TextField";
import { toast } from "~/ui/Toast";
import { meQuery } from "./queries";

const FIELDS = ["name"] as const;

export function ProfileSection({ me }: { me: Me }) {
  const queryClient = useQueryClient();
  const [name, setName] = useState(me.account.name);
  const [language, setLanguage] = useState(me.account.language as Locale);
  const save = useMutation({
    mutationFn: () =>
      unwrap(
        client.PATCH("/v1/me", {
          body: { name: name.trim(), language },
          headers: { "Content-Type": "application/merge-patch+json" },
        }),
      ),
    onSuccess: (changed) => {
      queryClient.setQueryData(meQuery.queryKey, changed);
      toast(m.saved());
    },
  });
  const missing = name.trim() === "" ? m.sign_up_name_missing() : undefined;
  const submit = () => {
    if (!missing) save.mutate();
  };
  return (
    <Section title={m.account_profile()}>
      <Form onSubmit={submit}>
        <ProblemBanner error={save.error} known={FIELDS} />
        <p>{m.form_all_required()}</p>
        <TextField
          label={m.field_name()}
          name="name"
          autoComplete="name"
          maxLength={120}
          value={name}
          onChange={setName}
          error={missing ?? fieldErrors(save.error, FIELDS).name}
        />
        <Select
          label={m.account_language()}
          hint={m.account_language_hint()}
          choices={[
            { value: "fr", label: m.language_fr() },
            { value: "de", label: m.language_de() },
            { value: "en", label: m.language_en() },
          ]}
          value={language}
          onChange={setLanguage}
        />
        <Actions>
          <Button type="submit" look="secondary" pending={save.isPending}>
            {m.save()}
          </Button>
        </Actions>
      </Form>
    </Section>
  );
}
