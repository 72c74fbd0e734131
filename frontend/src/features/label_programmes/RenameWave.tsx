import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { client, unwrap } from "~/api/client";
import { fieldErrors } from "~/api/problem";
import type { WaveBoard } from "~/api/types";
import { programmesQuery } from "~/features/candidacies/queries";
import { getLocale } from "~/lib/locale";
import { m } from "~/paraglide/messages.js";
import { ProblemBanner } from "~/ui/Banner";
import { Button } from "~/ui/Button";
import { Form } from "~/ui/Form";
import { Actions } from "~/ui/States";
import { TextField } from "~/ui/TextField";
import { toast } from "~/ui/Toast";
import { kept, saidOf } from "./source";

const FIELDS = ["name", "name.fr", "name.de", "name.en"];

/** Another name in the language of whoever writes it; those in other languages stay, and so does the address. */
export function RenameWave({ board }: { board: WaveBoard }) {
  const queryClient = useQueryClient();
  const [name, setName] = useState(saidOf(board.name));
  const [tried, setTried] = useState(false);
  const rename = useMutation({
    mutationFn: () =>
      unwrap(
        client.PATCH("/v1/waves/{id}", {
          params: { path: { id: board.slug }, header: { "If-Match": `"${board.revision}"` } },
          body: { name: kept(board.name, name) },
          headers: { "Content-Type": "application/merge-patch+json" },
        }),
      ),
    onSuccess: async () => {
      await Promise.all([
        queryClient.invalidateQueries({ queryKey: ["waves"] }),
        queryClient.invalidateQueries({ queryKey: programmesQuery.queryKey }),
      ]);
      toast(m.wave_renamed());
    },
  });
  const errors = fieldErrors(rename.error, FIELDS);
  return (
    <Form
      onSubmit={() => {
        setTried(true);
        if (name.trim() !== "" && !rename.isPending) rename.mutate();
      }}
    >
      <ProblemBanner error={rename.error} known={FIELDS} />
      <TextField
        label={m.wave_name()}
        maxLength={120}
        value={name}
        onChange={setName}
        error={
          tried && name.trim() === "" ? m.evidence_missing() : (errors.name ?? errors[`name.${getLocale()}`])
        }
      />
      <Actions>
        <Button type="submit" pending={rename.isPending}>
          {m.wave_rename()}
        </Button>
      </Actions>
    </Form>
  );
}
