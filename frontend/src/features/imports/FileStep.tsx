import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { isStatus } from "~/api/problem";
import type { ImportPreview } from "~/api/types";
import { m } from "~/paraglide/messages.js";
import { ProblemBanner } from "~/ui/Banner";
import { Button } from "~/ui/Button";
import { Panel } from "~/ui/Card";
import { FileField } from "~/ui/FileField";
import { Form } from "~/ui/Form";
import { Split } from "~/ui/Page";
import { Actions } from "~/ui/States";
import css from "./imports.module.css";
import { lookAt } from "./sending";

const ENDINGS = [".csv", ".tsv", ".txt", ".json", ".ndjson", ".jsonl", ".geojson"];
const MOST_BYTES = 50 * 1024 * 1024;

/** The file, and a look at its beginning. */
export function FileStep({ onLooked }: { onLooked: (file: File, look: ImportPreview) => void }) {
  const [files, setFiles] = useState<File[]>([]);
  const [missing, setMissing] = useState(false);
  const look = useMutation({
    mutationFn: (file: File) => lookAt(file),
    onSuccess: (found, file) => onLooked(file, found),
  });
  const [file] = files;
  const unreadable = isStatus(look.error, 422);
  const error = missing ? m.import_file_missing() : unreadable ? m.import_file_unreadable() : undefined;
  return (
    <Split
      aside={
        <Panel title={m.import_formats()}>
          <p>{m.import_formats_text()}</p>
          <p>{m.import_formats_found()}</p>
          <p>{m.import_formats_mail()}</p>
        </Panel>
      }
    >
      <Form
        look="wide"
        onSubmit={() => {
          setMissing(!file);
          if (file && !look.isPending) look.mutate(file);
        }}
      >
        <ProblemBanner error={unreadable ? undefined : look.error} />
        <FileField
          label={m.import_file()}
          files={files}
          onChange={(chosen) => {
            setMissing(false);
            look.reset();
            setFiles(chosen);
          }}
          endings={ENDINGS}
          mostBytes={MOST_BYTES}
          error={error}
        />
        <p className={css.quiet}>{m.import_formats_sent()}</p>
        <Actions>
          <Button type="submit" pending={look.isPending}>
            {m.import_look()}
          </Button>
        </Actions>
      </Form>
    </Split>
  );
}
