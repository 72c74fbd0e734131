import { createFileRoute } from "@tanstack/react-router";
import { requireMe } from "~/features/identity/guard";
import { InvitationPage } from "~/features/invitations/InvitationPage";

export const Route = createFileRoute("/invitations/$id")({
  beforeLoad: ({ context, location }) => requireMe(context.queryClient, location.href),
  component: function Invitation() {
    return <InvitationPage id={Route.useParams().id} />;
  },
});
