import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { client, unwrap } from "~/api/client";
import { fieldErrors } from "~/api/problem";
import type { LangText, TotemService } from "~/api/types";
import { words } from "~/lib/lang-text";
import { m } from "~/paraglide/messages.js";
import { ProblemBanner } from "~/ui/Banner";
import { Button } from "~/ui/Button";
import { DateField, INCOMPLETE_DATE } from "~/ui/DateField";
import { Dialog } from "~/ui/Dialog";
import { Form } from "~/ui/Form";
import { Actions } from "~/ui/States";
import { TextField } from "~/ui/TextField";
import { toast } from "~/ui/Toast";
import { said } from "./edit-service";

const FIELDS = ["paused_reason", "resumes_on"];

/** A service is not to be had for a while: why, and until when, as whoever wants it will read. */
export default function PauseDialog(props: { totem: string; service: TotemService; onClose: () => void }) {
  const { totem, service, onClose } = props;
  const queryClient = useQueryClient();
  const [reason, setReason] = useState<LangText>({});
  const [day, setDay] = useState("");
  const [tried, setTried] = useState(false);
  const pause = useMutation({
    mutationFn: () =>
      unwrap(
        client.PATCH("/v1/totems/{id}/services/{service_id}", {
          params: {
            path: { id: totem, service_id: service.id },
            header: { "If-Match": `"${service.revision}"` },
          },
          body: {
            status: "paused",
            paused_reason: said(reason) ?? null,
            ...(day ? { resumes_on: day } : {}),
          },
          headers: { "Content-Type": "application/merge-patch+json" },
        }),
      ),
    onSuccess: () => {
      toast(m.service_paused_done({ service: words(service.name) }));
      onClose();
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: ["totems"] }),
  });
  const errors = fieldErrors(pause.error, FIELDS);
  const missing = tried && !said(reason);
  const half = tried && day === INCOMPLETE_DATE;
  return (
    <Dialog title={m.service_pause_title({ service: words(service.name) })} open onClose={onClose}>
      <Form
        look="dense"
        onSubmit={() => {
          setTried(true);
          if (said(reason) && day !== INCOMPLETE_DATE && !pause.isPending) pause.mutate();
        }}
      >
        <p>{m.service_pause_text()}</p>
        <ProblemBanner error={pause.error} known={FIELDS} />
        {(["fr", "de", "en"] as const).map((tongue) => (
          <TextField
            key={tongue}
            label={{
              fr: m.service_pause_reason_fr,
              de: m.service_pause_reason_de,
              en: m.service_pause_reason_en,
            }[tongue]()}
            optional={tongue !== "fr"}
            maxLength={500}
            value={reason[tongue] ?? ""}
            onChange={(text) => setReason((before) => ({ ...before, [tongue]: text }))}
            error={
              tongue === "fr"
                ? missing
                  ? m.service_pause_reason_missing()
                  : errors.paused_reason
                : undefined
            }
          />
        ))}
        <DateField
          label={m.service_pause_until()}
          hint={m.service_pause_until_hint()}
          optional
          value={day}
          onChange={setDay}
          error={half ? m.question_date_wrong() : errors.resumes_on}
        />
        <Actions>
          <Button type="submit" pending={pause.isPending}>
            {m.service_pause_send()}
          </Button>
          <Button look="quiet" onPress={onClose}>
            {m.service_pause_not()}
          </Button>
        </Actions>
      </Form>
    </Dialog>
  );
}
