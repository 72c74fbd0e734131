import { createFileRoute } from "@tanstack/react-router";
import { one } from "~/app/search";
import { requireMe } from "~/features/identity/guard";
import { ImportStepPage } from "~/features/imports/ImportStepPage";

// One route for all, for each weighs on the first load of every page: the list, a new import, and one of the list.
export const Route = createFileRoute("/imports/$")({
  // Which results are shown, the page says, which is loaded when it is shown.
  validateSearch: (search: Record<string, unknown>): { resultat?: string | undefined } => ({
    resultat: one(search.resultat),
  }),
  beforeLoad: ({ context, location }) => requireMe(context.queryClient, location.href),
  component: function Imports() {
    const { _splat } = Route.useParams();
    return <ImportStepPage step={_splat ?? ""} shown={Route.useSearch().resultat} />;
  },
});
