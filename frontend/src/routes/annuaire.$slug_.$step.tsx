import { createFileRoute } from "@tanstack/react-router";
import { organizationQuery } from "~/features/directory/queries";
import { RecordStepPage } from "~/features/directory/RecordStepPage";
import { requireMe } from "~/features/identity/guard";

/** For everybody: what is public, and what the link of a mail opens. */
const OPEN = ["confirmer", "historique"];

// One route for all of them, for each weighs on the first load of every page.
export const Route = createFileRoute("/annuaire/$slug_/$step")({
  beforeLoad: async ({ context, location, params }) => {
    if (!OPEN.includes(params.step)) await requireMe(context.queryClient, location.href);
  },
  loader: ({ context, params }) => context.queryClient.ensureQueryData(organizationQuery(params.slug)),
  component: function RecordStep() {
    return <RecordStepPage {...Route.useParams()} />;
  },
});
