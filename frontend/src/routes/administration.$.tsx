import { createFileRoute } from "@tanstack/react-router";
import { AdministrationPage } from "~/app/AdministrationPage";
import { requireMe } from "~/features/identity/guard";

// One route for all, for each weighs on the first load of every page: rights, people, the audit log.
export const Route = createFileRoute("/administration/$")({
  // What of it is a filter, the page says, which is loaded when it is shown.
  validateSearch: (search: Record<string, unknown>) => search,
  beforeLoad: ({ context, location }) => requireMe(context.queryClient, location.href),
  component: function Administration() {
    return <AdministrationPage step={Route.useParams()._splat ?? ""} search={Route.useSearch()} />;
  },
});
