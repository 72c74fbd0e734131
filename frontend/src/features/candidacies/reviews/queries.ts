import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { client, unwrap } from "~/api/client";
import type { CandidacyCriterion, DossierReview } from "~/api/types";

type Evidence = CandidacyCriterion["evidence"][number];

/** What of a frozen dossier is read to score it. */
export type Frozen = {
  frozen_at: string;
  criteria: Omit<CandidacyCriterion, "evidence">[];
  evidence: Evidence[];
};

const REVIEWS = ["dossier-reviews"] as const;

export const myReviewsQuery = infiniteQueryOptions({
  queryKey: [...REVIEWS, "mine"],
  queryFn: ({ pageParam }) =>
    unwrap(
      client.GET("/v1/me/dossier-reviews", {
        params: { query: { limit: 20, ...(pageParam ? { cursor: pageParam } : {}) } },
      }),
    ),
  initialPageParam: "",
  getNextPageParam: (page) => page.next_cursor,
});

export const reviewQuery = (id: string) =>
  queryOptions({
    queryKey: [...REVIEWS, id],
    queryFn: () => unwrap(client.GET("/v1/dossier-reviews/{id}", { params: { path: { id } } })),
  });

/** Where the version of a review is. */
const version = (review: DossierReview) => ({
  path: { id: review.candidacy.slug, version_id: review.version_id },
});

export const frozenQuery = (review: DossierReview) =>
  queryOptions({
    queryKey: [...REVIEWS, "frozen", review.version_id],
    queryFn: async () => {
      const file = await unwrap(
        client.GET("/v1/candidacies/{id}/dossier-versions/{version_id}/dossier.json", {
          params: version(review),
        }),
      );
      return file as unknown as Frozen;
    },
    // What was frozen stays.
    staleTime: Number.POSITIVE_INFINITY,
  });

export const reviewsQuery = (candidacy: string, versionId: string) =>
  queryOptions({
    queryKey: [...REVIEWS, "of", candidacy, versionId],
    queryFn: () =>
      unwrap(
        client.GET("/v1/candidacies/{id}/dossier-versions/{version_id}/reviews", {
          params: { path: { id: candidacy, version_id: versionId } },
        }),
      ),
  });

export const summaryQuery = (candidacy: string, versionId: string) =>
  queryOptions({
    queryKey: [...REVIEWS, "summary", candidacy, versionId],
    queryFn: () =>
      unwrap(
        client.GET("/v1/candidacies/{id}/dossier-versions/{version_id}/review-summary", {
          params: { path: { id: candidacy, version_id: versionId } },
        }),
      ),
  });
