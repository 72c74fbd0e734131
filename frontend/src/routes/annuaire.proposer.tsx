import { createFileRoute } from "@tanstack/react-router";
import { ProposePage } from "~/features/directory/ProposePage";
import { requireMe } from "~/features/identity/guard";

export const Route = createFileRoute("/annuaire/proposer")({
  beforeLoad: ({ context, location }) => requireMe(context.queryClient, location.href),
  component: ProposePage,
});
