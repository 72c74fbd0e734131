import { createFileRoute } from "@tanstack/react-router";
import { requireMe } from "~/features/identity/guard";
import { TeamPage } from "~/features/members/TeamPage";

export const Route = createFileRoute("/travail/$totem/equipe")({
  beforeLoad: ({ context, location }) => requireMe(context.queryClient, location.href),
  component: function Team() {
    return <TeamPage totem={Route.useParams().totem} />;
  },
});
