import { useQuery } from "@tanstack/react-query";
import { Suspense, useState } from "react";
import type { ServiceRequest } from "~/api/types";
import { useMe } from "~/features/identity/queries";
import { lazy } from "~/lib/lazy";
import { m } from "~/paraglide/messages.js";
import { Button } from "~/ui/Button";
import { Select } from "~/ui/Select";
import { Actions } from "~/ui/States";
import { filled } from "./fill";
import { templatesQuery } from "./queries";

const TemplatesDialog = lazy(() => import("./TemplatesDialog"));

/** Puts what the site writes often into the answer, filled in for this request; nothing is sent by it. */
export default function TemplatePicker(props: { request: ServiceRequest; onPick: (text: string) => void }) {
  const { request, onPick } = props;
  const me = useMe();
  const templates = useQuery(templatesQuery(request.totem.slug));
  const [managing, setManaging] = useState(false);
  const all = templates.data?.items ?? [];
  return (
    <>
      {all.length > 0 && (
        <Select
          label={m.template_insert()}
          value=""
          onChange={(id) => {
            const template = all.find((one) => one.id === id);
            if (template) onPick(filled(template, request, me?.account.name ?? ""));
          }}
          choices={[
            { value: "", label: m.template_choose() },
            ...all.map((one) => ({ value: one.id, label: one.name })),
          ]}
        />
      )}
      <Actions>
        <Button look="quiet" small onPress={() => setManaging(true)}>
          {m.template_manage()}
        </Button>
      </Actions>
      {managing && (
        <Suspense>
          <TemplatesDialog totem={request.totem.slug} onClose={() => setManaging(false)} />
        </Suspense>
      )}
    </>
  );
}
