import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { idempotent } from "~/api/client";
import { sendFile } from "~/api/send";
import type { ObservationImport } from "~/api/types";
import { number } from "~/lib/format";
import { useKeyed } from "~/lib/use-keyed";
import { m } from "~/paraglide/messages.js";
import { ProblemBanner } from "~/ui/Banner";
import { Button } from "~/ui/Button";
import { FileField } from "~/ui/FileField";
import { Actions } from "~/ui/States";
import { Table } from "~/ui/Table";
import { toast } from "~/ui/Toast";

const OUTCOMES: Record<ObservationImport["lines"][number]["outcome"], () => string> = {
  created: m.observation_line_created,
  changed: m.observation_line_changed,
  unchanged: m.observation_line_unchanged,
  refused: m.observation_line_refused,
};

function Results({ made }: { made: ObservationImport }) {
  return (
    <Table
      caption={made.dry_run ? m.observations_would() : m.observations_did()}
      rows={made.lines}
      rowKey={(line) => String(line.line)}
      columns={[
        { head: m.observation_line(), rowHead: true, cell: (line) => number(line.line) },
        { head: m.observation_outcome(), cell: (line) => OUTCOMES[line.outcome]() },
        {
          head: m.observation_why(),
          cell: (line) =>
            (line.errors ?? []).map((error) => (
              <p key={error.column}>
                {error.column && <code>{error.column}</code>} {error.detail}
              </p>
            )),
        },
      ]}
    />
  );
}

/** A table of values: tried first, with what would become of each line, then taken in. */
export function ObservationTable({ indicator }: { indicator: string }) {
  const queryClient = useQueryClient();
  const [files, setFiles] = useState<File[]>([]);
  const { keyFor, done } = useKeyed(`lorntech.key.observations.${indicator}`, "session");
  const send = useMutation({
    mutationFn: ({ file, dryRun }: { file: File; dryRun: boolean }) => {
      const { name, size, lastModified } = file;
      return sendFile<ObservationImport>({
        method: "POST",
        path: `/v1/indicators/${indicator}/observation-imports?dry_run=${dryRun}`,
        headers: { "Content-Type": "text/csv", ...idempotent(keyFor({ name, size, lastModified, dryRun })) },
        body: file,
      });
    },
    onSuccess: async (made) => {
      done();
      if (made.dry_run) return;
      setFiles([]);
      await queryClient.invalidateQueries({ queryKey: ["objectives"] });
      toast(m.observations_imported());
    },
  });
  const [file] = files;
  return (
    <>
      <FileField
        label={m.observations_file()}
        hint={m.observations_file_hint()}
        endings={[".csv"]}
        mostBytes={1 << 20}
        files={files}
        onChange={(chosen) => {
          setFiles(chosen);
          send.reset();
        }}
      />
      <ProblemBanner error={send.error} />
      {send.data && <Results made={send.data} />}
      {file && (
        <Actions>
          {send.data?.dry_run ? (
            <Button pending={send.isPending} onPress={() => send.mutate({ file, dryRun: false })}>
              {m.observations_take()}
            </Button>
          ) : (
            <Button
              look="secondary"
              pending={send.isPending}
              onPress={() => send.mutate({ file, dryRun: true })}
            >
              {m.observations_try()}
            </Button>
          )}
        </Actions>
      )}
    </>
  );
}
