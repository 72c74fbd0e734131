import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { idempotent } from "~/api/client";
import { sendFile } from "~/api/send";
import type { Import, ImportPreview } from "~/api/types";
import { useKeyed } from "~/lib/use-keyed";
import { beginning } from "./beginning";
import { importQuery, importsQuery } from "./queries";

/** The service finds out what it is; what a browser makes of a name is of no use to it. */
const TYPE = { "Content-Type": "application/octet-stream" };

/** What its first lines become: by a saved mapping, or by the one that the file speaks for. */
export async function lookAt(file: File, mapping?: string): Promise<ImportPreview> {
  const query = mapping ? `?${new URLSearchParams({ mapping })}` : "";
  const body = await beginning(file);
  return sendFile({ method: "POST", path: `/v1/import-previews${query}`, headers: TYPE, body });
}

/** A file with the saved mapping by which it is read. */
export type Sendable = { file: File; mapping: string; revision: number };

/** What was last tried, as long as the page is open: after a dry run the same file is imported without choosing it again. */
let tried: (Sendable & { id: string }) | undefined;
export const fileOf = (id: string): Sendable | undefined => (tried?.id === id ? tried : undefined);

/** Sends the file and leads to what becomes of it; `share` of it has left. */
export function useSendImport() {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const [share, setShare] = useState<number | undefined>(0);
  const { keyFor, done } = useKeyed("lorntech.import", "session");
  const send = useMutation({
    mutationFn: ({ file, mapping, revision, dryRun }: Sendable & { dryRun: boolean }) => {
      setShare(0);
      const { name, size, lastModified } = file;
      const key = keyFor({ name, size, lastModified, mapping, revision, dryRun });
      const query = new URLSearchParams({ mapping, file_name: name.slice(0, 200), dry_run: String(dryRun) });
      return sendFile<Import>({
        method: "POST",
        path: `/v1/imports?${query}`,
        headers: { ...TYPE, ...idempotent(key) },
        body: file,
        onProgress: setShare,
      });
    },
    onSuccess: async (made, { file, mapping, revision }) => {
      done();
      tried = { id: made.id, file, mapping, revision };
      queryClient.setQueryData(importQuery(made.id).queryKey, made);
      void queryClient.invalidateQueries({ queryKey: importsQuery.queryKey, exact: true });
      await navigate({ to: "/imports/$", params: { _splat: made.id } });
    },
  });
  return { send, share };
}
