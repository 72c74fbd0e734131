import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { client, idempotent, unwrap } from "~/api/client";
import type { Export } from "~/api/types";
import { dateTime, fileSize, longDate } from "~/lib/format";
import { m } from "~/paraglide/messages.js";
import { Badge } from "~/ui/Badge";
import { ProblemBanner } from "~/ui/Banner";
import { Button } from "~/ui/Button";
import { Section } from "~/ui/Page";
import { Actions, Failed, Loading } from "~/ui/States";
import css from "./privacy.module.css";
import { exportsQuery, isUnderWay } from "./queries";

/** Fetched rather than linked to, so that a refusal is said here instead of saved as a file. */
async function download(id: string) {
  const file = await unwrap(
    client.GET("/v1/me/exports/{id}/file", { params: { path: { id } }, parseAs: "blob" }),
  );
  const address = URL.createObjectURL(file as unknown as Blob);
  const link = document.createElement("a");
  link.href = address;
  link.download = "lorntech-data.zip";
  link.click();
  URL.revokeObjectURL(address);
}

function Progress({ done, total }: Export["progress"]) {
  return (
    <span className={css.progress} role="status">
      <progress aria-label={m.export_progress()} max={total || 1} value={done} />
      {total > 0 ? m.export_tables({ done, total }) : m.export_waiting()}
    </span>
  );
}

export function ExportSection() {
  const queryClient = useQueryClient();
  const query = useQuery(exportsQuery);
  const ask = useMutation({
    mutationFn: () =>
      unwrap(client.POST("/v1/me/exports", { params: { header: idempotent(crypto.randomUUID()) } })),
    onSettled: () => queryClient.invalidateQueries({ queryKey: exportsQuery.queryKey }),
  });
  const fetching = useMutation({ mutationFn: download });
  const copies = query.data?.items ?? [];
  return (
    <Section title={m.export_title()}>
      <p>{m.export_text()}</p>
      <ProblemBanner error={ask.error ?? fetching.error} />
      {query.isPending ? (
        <Loading rows={1} />
      ) : query.isError ? (
        <Failed error={query.error} onRetry={() => query.refetch()} />
      ) : copies.length === 0 ? (
        <p className={css.meta}>{m.export_none()}</p>
      ) : (
        <ul className={css.list}>
          {copies.map((copy) => (
            <li key={copy.id}>
              <span>
                <strong>{m.export_of({ date: dateTime(copy.requested_at) })}</strong>
                {copy.status === "failed" && <Badge tone="wrong">{m.export_failed()}</Badge>}
                {isUnderWay(copy) && <Progress {...copy.progress} />}
                {copy.status === "ready" && copy.expires_at && (
                  <span className={css.meta}>
                    {m.export_until({ date: longDate(copy.expires_at), size: fileSize(copy.size ?? 0) })}
                  </span>
                )}
              </span>
              {copy.status === "ready" && (
                <Button
                  small
                  onPress={() => fetching.mutate(copy.id)}
                  pending={fetching.isPending && fetching.variables === copy.id}
                >
                  {m.export_download()}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      <Actions>
        <Button
          look="secondary"
          onPress={() => ask.mutate()}
          pending={ask.isPending || copies.some(isUnderWay)}
        >
          {m.export_ask()}
        </Button>
      </Actions>
    </Section>
  );
}
