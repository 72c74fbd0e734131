import { queryOptions } from "@tanstack/react-query";
import { client, unwrap } from "~/api/client";
import type { Document } from "~/api/types";
import { requestKey } from "~/features/service_requests/keys";
import { save } from "~/lib/save";

const isWaiting = (document: Document) => document.status === "pending";

/** The files of a request and its messages. While one of them is being checked, it is asked again and again. */
export const documentsQuery = (id: string) =>
  queryOptions({
    queryKey: [...requestKey(id), "documents"],
    queryFn: () =>
      unwrap(
        client.GET("/v1/service-requests/{id}/documents", {
          params: { path: { id }, query: { limit: 200 } },
        }),
      ),
    refetchInterval: (query) => (query.state.data?.items.some(isWaiting) ? 3_000 : false),
  });

/** Saves a file under its name. */
export async function download(id: string, document: Document): Promise<void> {
  const path = { id, document_id: document.id };
  const answer = client.GET("/v1/service-requests/{id}/documents/{document_id}/file", {
    params: { path },
    parseAs: "blob",
  });
  save((await unwrap(answer)) as unknown as Blob, document.name);
}

/** Takes back what nobody else has seen, as it is now. */
export async function takeBack(id: string, document_id: string): Promise<void> {
  const path = { id, document_id };
  const address = "/v1/service-requests/{id}/documents/{document_id}";
  const { revision } = await unwrap(client.GET(address, { params: { path } }));
  await unwrap(client.DELETE(address, { params: { path, header: { "If-Match": `"${revision}"` } } }));
}
