import { createFileRoute } from "@tanstack/react-router";
import { one } from "~/app/search";
import { ModerationPage } from "~/features/directory/ModerationPage";
import { QUEUES, type Queue } from "~/features/directory/work-queries";
import { requireMe } from "~/features/identity/guard";

export const Route = createFileRoute("/moderation")({
  validateSearch: (search: Record<string, unknown>): { status?: Queue | undefined } => ({
    status: QUEUES.find((queue) => queue === one(search.status)),
  }),
  beforeLoad: ({ context, location }) => requireMe(context.queryClient, location.href),
  component: function Moderation() {
    return <ModerationPage status={Route.useSearch().status ?? "pending_review"} />;
  },
});
