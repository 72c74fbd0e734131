import { createFileRoute } from "@tanstack/react-router";
import { one } from "~/app/search";
import { ProposePage } from "~/features/directory/ProposePage";
import { requireMe } from "~/features/identity/guard";

export const Route = createFileRoute("/annuaire/proposer")({
  validateSearch: (search: Record<string, unknown>): { nom?: string | undefined } => ({
    nom: one(search.nom),
  }),
  beforeLoad: ({ context, location }) => requireMe(context.queryClient, location.href),
  component: function Propose() {
    return <ProposePage name={Route.useSearch().nom} />;
  },
});
