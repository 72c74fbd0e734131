import { createFileRoute } from "@tanstack/react-router";
import { AuditPage } from "~/features/audit/AuditPage";
import { requireMe } from "~/features/identity/guard";

export const Route = createFileRoute("/administration/journal")({
  // What of it is a filter, the page says, which is loaded when it is shown.
  validateSearch: (search: Record<string, unknown>) => search,
  beforeLoad: ({ context, location }) => requireMe(context.queryClient, location.href),
  component: function Audit() {
    return <AuditPage search={Route.useSearch()} />;
  },
});
