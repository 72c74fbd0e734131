import { createFileRoute } from "@tanstack/react-router";
import { requireMe } from "~/features/identity/guard";
import { PeoplePage } from "~/features/identity/PeoplePage";

export const Route = createFileRoute("/administration/personnes")({
  beforeLoad: ({ context, location }) => requireMe(context.queryClient, location.href),
  component: PeoplePage,
});
