import { useMutation, useQueryClient } from "@tanstack/react-query";
import { client, idempotent, unwrap } from "~/api/client";
import type { Organization, OrganizationStatus, ReviewReason } from "~/api/types";
import { useKeyed } from "~/lib/use-keyed";
import { m } from "~/paraglide/messages.js";
import { organizationQuery } from "./queries";

const STATUS_LABELS: Record<OrganizationStatus, () => string> = {
  pending_review: m.organization_pending,
  sent_back: m.record_sent_back,
  refused: m.record_refused,
  published: m.record_published,
  suspended: m.record_suspended,
  archived: m.record_archived,
  deleted: m.record_deleted,
};

export const statusLabel = (status: OrganizationStatus) => STATUS_LABELS[status]();

/** What a step to a state is called, as a command and once it is done. */
export const STEPS: Record<OrganizationStatus, { name: () => string; done: () => string }> = {
  pending_review: { name: m.step_pending_review, done: m.step_pending_review_done },
  sent_back: { name: m.step_sent_back, done: m.step_sent_back_done },
  refused: { name: m.step_refused, done: m.step_refused_done },
  published: { name: m.step_published, done: m.step_published_done },
  suspended: { name: m.step_suspended, done: m.step_suspended_done },
  archived: { name: m.step_archived, done: m.step_archived_done },
  deleted: { name: m.step_deleted, done: m.step_deleted_done },
};

const REASON_LABELS: Record<ReviewReason, () => string> = {
  incomplete: m.review_incomplete,
  inaccurate: m.review_inaccurate,
  duplicate: m.review_duplicate,
  out_of_area: m.review_out_of_area,
  out_of_scope: m.review_out_of_scope,
  closed: m.review_closed,
  withdrawn: m.review_withdrawn,
  other: m.review_other,
};

export const reviewReasonLabel = (reason: ReviewReason) => REASON_LABELS[reason]();

/** Why one takes such a step; a step that is not here needs no reason. */
export const REASONS: Partial<Record<OrganizationStatus, [ReviewReason, ...ReviewReason[]]>> = {
  sent_back: ["incomplete", "inaccurate", "other"],
  refused: ["out_of_scope", "out_of_area", "duplicate", "inaccurate", "other"],
  suspended: ["inaccurate", "closed", "duplicate", "other"],
  archived: ["closed", "withdrawn", "duplicate", "other"],
  deleted: ["withdrawn", "duplicate", "closed", "out_of_scope", "other"],
};

export type Step = { to: OrganizationStatus; reason?: ReviewReason; note?: string };

/** A record in the lists of work and on its own page. */
export type Moving = Pick<
  Organization,
  "id" | "slug" | "name" | "status" | "allowed_transitions" | "revision"
>;

export function useStep(record: Moving, onDone: (moved: Organization) => void) {
  const queryClient = useQueryClient();
  const { keyFor, done } = useKeyed(`lorntech.step.${record.id}`, "session");
  return useMutation({
    mutationFn: (step: Step) =>
      unwrap(
        client.POST("/v1/organizations/{id}/transitions", {
          params: {
            path: { id: record.id },
            header: { ...idempotent(keyFor(step)), "If-Match": `"${record.revision}"` },
          },
          body: step,
        }),
      ),
    onSuccess: (moved) => {
      done();
      queryClient.setQueryData(organizationQuery(record.slug).queryKey, moved);
      onDone(moved);
    },
    // What the page shows may be older than what refused the step.
    onSettled: () =>
      Promise.all(
        [["reviews"], ["my-organizations"], ["organizations", "list"], ["organizations", "recent"]].map(
          (queryKey) => queryClient.invalidateQueries({ queryKey }),
        ),
      ),
  });
}
