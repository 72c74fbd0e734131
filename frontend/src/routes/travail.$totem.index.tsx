import { createFileRoute } from "@tanstack/react-router";
import type { Status } from "~/api/types";
import { many, one } from "~/app/search";
import { InboxPage } from "~/features/service_requests/InboxPage";
import { type InboxFilters, inboxQuery } from "~/features/service_requests/queries";

const STATUSES: Status[] = [
  "submitted",
  "triage",
  "assigned",
  "in_progress",
  "waiting_requester",
  "answered",
  "closed",
  "rejected",
  "expired",
  "cancelled",
];

function validInbox(search: Record<string, unknown>): InboxFilters & { demande?: string | undefined } {
  return {
    status: many(search.status, STATUSES),
    assigned: many(search.assigned, ["me", "none"] as const)?.[0],
    service_id: one(search.service_id),
    submitted_on_gte: one(search.submitted_on_gte),
    submitted_on_lt: one(search.submitted_on_lt),
    in_time: one(search.in_time),
    demande: one(search.demande),
  };
}

export const Route = createFileRoute("/travail/$totem/")({
  validateSearch: validInbox,
  // Not awaited, and not by what the inbox is narrowed by: the page and the focus stay while requests arrive.
  loader: ({ context, params, location }) => {
    const { demande, ...filters } = validInbox(location.search);
    void context.queryClient.prefetchInfiniteQuery(inboxQuery(params.totem, filters));
  },
  component: function Inbox() {
    const { demande, ...filters } = Route.useSearch();
    return <InboxPage totem={Route.useParams().totem} filters={filters} selected={demande} />;
  },
});
