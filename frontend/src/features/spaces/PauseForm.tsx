import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { unwrap } from "~/api/client";
import { fieldErrors } from "~/api/problem";
import type { Space } from "~/api/types";
import { m } from "~/paraglide/messages.js";
import { ProblemBanner } from "~/ui/Banner";
import { Button } from "~/ui/Button";
import { Form } from "~/ui/Form";
import { Actions } from "~/ui/States";
import { TextField } from "~/ui/TextField";
import { change } from "./mutations";

const FIELDS = ["pause_reason", "pause_reason.fr", "pause_reason.de", "pause_reason.en"] as const;

/** Takes a space out of what can be booked, with the reason that everybody reads; or back. */
export default function PauseForm({ space, onDone }: { space: Space; onDone: () => void }) {
  const queryClient = useQueryClient();
  const [reason, setReason] = useState({ fr: "", de: "", en: "" });
  const pausing = space.status === "active";
  const save = useMutation({
    mutationFn: () => {
      const given = Object.fromEntries(Object.entries(reason).filter(([, text]) => text.trim() !== ""));
      return unwrap(
        change(space, pausing ? { status: "paused", pause_reason: given } : { status: "active" }),
      );
    },
    onSuccess: onDone,
    onSettled: () => queryClient.invalidateQueries({ queryKey: ["spaces"] }),
  });
  const errors = fieldErrors(save.error, FIELDS);
  const languages = [
    { tag: "fr", label: m.space_reason_fr() },
    { tag: "de", label: m.space_reason_de() },
    { tag: "en", label: m.space_reason_en() },
  ] as const;
  return (
    <Form look="dense" onSubmit={() => !save.isPending && save.mutate()}>
      <ProblemBanner error={save.error} known={FIELDS} />
      <p>{pausing ? m.space_pause_text() : m.space_resume_text()}</p>
      {pausing &&
        languages.map(({ tag, label }) => (
          <TextField
            key={tag}
            label={label}
            optional={tag !== "fr"}
            maxLength={500}
            value={reason[tag]}
            onChange={(text) => setReason((before) => ({ ...before, [tag]: text }))}
            error={errors[`pause_reason.${tag}`] ?? (tag === "fr" ? errors.pause_reason : undefined)}
          />
        ))}
      <Actions>
        <Button type="submit" pending={save.isPending}>
          {pausing ? m.space_pause() : m.space_resume()}
        </Button>
      </Actions>
    </Form>
  );
}
