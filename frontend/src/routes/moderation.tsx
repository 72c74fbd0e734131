import { createFileRoute } from "@tanstack/react-router";
import { one } from "~/app/search";
import { ModerationPage } from "~/features/directory/ModerationPage";
import { QUEUES, type Queue, VIEWS, type View } from "~/features/directory/queues";
import { requireMe } from "~/features/identity/guard";

export const Route = createFileRoute("/moderation")({
  validateSearch: (
    search: Record<string, unknown>,
  ): { status?: Queue | undefined; vue?: View | undefined } => ({
    vue: VIEWS.find((view) => view === one(search.vue)),
    status: QUEUES.find((queue) => queue === one(search.status)),
  }),
  beforeLoad: ({ context, location }) => requireMe(context.queryClient, location.href),
  component: function Moderation() {
    const { vue, status } = Route.useSearch();
    return <ModerationPage view={vue ?? "fiches"} status={status ?? "pending_review"} />;
  },
});
