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

export const Route = createFileRoute("/travail/$totem/")({
  validateSearch: (search: Record<string, unknown>): InboxFilters & { demande?: string | undefined } => ({
    status: many(search.status, STATUSES),
    assigned: many(search.assigned, ["me", "none"] as const)?.[0],
    demande: one(search.demande),
  }),
  loaderDeps: ({ search: { status, assigned } }) => ({ status, assigned }),
  loader: ({ context, params, deps }) => {
    void context.queryClient.prefetchInfiniteQuery(inboxQuery(params.totem, deps));
  },
  component: function Inbox() {
    const { demande, ...filters } = Route.useSearch();
    return <InboxPage totem={Route.useParams().totem} filters={filters} selected={demande} />;
  },
});
