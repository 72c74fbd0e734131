import { queryOptions } from "@tanstack/react-query";
import { client, unwrap } from "~/api/client";
import type { CandidacyCriterion, DossierVersion } from "~/api/types";
import { save } from "~/lib/save";

export type Evidence = CandidacyCriterion["evidence"][number];
export type EvidenceFile = Extract<Evidence["shows"], { kind: "document" }>;

export const allQuery = queryOptions({
  queryKey: ["candidacies"],
  queryFn: () => unwrap(client.GET("/v1/candidacies")),
});

export const fileQuery = (id: string) =>
  queryOptions({
    queryKey: ["candidacies", id],
    queryFn: () => unwrap(client.GET("/v1/candidacies/{id}", { params: { path: { id } } })),
  });

export const criteriaQuery = (id: string) =>
  queryOptions({
    queryKey: ["candidacies", id, "criteria"],
    queryFn: () => unwrap(client.GET("/v1/candidacies/{id}/criteria", { params: { path: { id } } })),
    // While a file is being checked, it is asked again and again.
    refetchInterval: (query) =>
      query.state.data?.items.some(({ evidence }) => evidence.some((one) => one.file_status === "pending"))
        ? 3_000
        : false,
  });

export const readinessQuery = (id: string) =>
  queryOptions({
    queryKey: ["candidacies", id, "readiness"],
    queryFn: () => unwrap(client.GET("/v1/candidacies/{id}/readiness", { params: { path: { id } } })),
  });

export const recommendationsQuery = (id: string) =>
  queryOptions({
    queryKey: ["candidacies", id, "recommendations"],
    queryFn: () => unwrap(client.GET("/v1/candidacies/{id}/recommendations", { params: { path: { id } } })),
  });

export const versionsQuery = (id: string) =>
  queryOptions({
    queryKey: ["candidacies", id, "dossier-versions"],
    queryFn: () => unwrap(client.GET("/v1/candidacies/{id}/dossier-versions", { params: { path: { id } } })),
  });

export const comparisonQuery = (id: string, before: string, after: string) =>
  queryOptions({
    queryKey: ["candidacies", id, "dossier-versions", before, after],
    queryFn: () =>
      unwrap(
        client.GET("/v1/candidacies/{id}/dossier-versions/{version_id}/comparison", {
          params: { path: { id, version_id: after }, query: { with: before } },
        }),
      ),
    // What was frozen stays.
    staleTime: Number.POSITIVE_INFINITY,
  });

/** Saves a version as the bytes that were hashed, or to be read in the language of the page. */
export async function download(
  id: string,
  version: Pick<DossierVersion, "id" | "number">,
  kind: "json" | "pdf",
): Promise<void> {
  const params = { path: { id, version_id: version.id } };
  const parseAs = "blob" as const;
  const file =
    kind === "json"
      ? await unwrap(
          client.GET("/v1/candidacies/{id}/dossier-versions/{version_id}/dossier.json", { params, parseAs }),
        )
      : await unwrap(
          client.GET("/v1/candidacies/{id}/dossier-versions/{version_id}/dossier.pdf", { params, parseAs }),
        );
  save(file as unknown as Blob, `${id}-${version.number}.${kind}`);
}

/** Where a file is had: among what a candidacy shows now, or in a version of its dossier. */
export type EvidencePlace = { id: string; version_id?: string };

/** Saves a file under its name. */
export async function downloadEvidence(
  { id, version_id }: EvidencePlace,
  evidence_id: string,
  name: string,
): Promise<void> {
  const parseAs = "blob" as const;
  const file = version_id
    ? await unwrap(
        client.GET("/v1/candidacies/{id}/dossier-versions/{version_id}/evidence/{evidence_id}/file", {
          params: { path: { id, version_id, evidence_id } },
          parseAs,
        }),
      )
    : await unwrap(
        client.GET("/v1/candidacies/{id}/evidence/{evidence_id}/file", {
          params: { path: { id, evidence_id } },
          parseAs,
        }),
      );
  save(file as unknown as Blob, name);
}
