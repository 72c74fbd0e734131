import { createFileRoute } from "@tanstack/react-router";
import { requireMe } from "~/features/identity/guard";
import { PlatformRightsPage } from "~/features/members/PlatformRightsPage";

export const Route = createFileRoute("/administration/droits")({
  beforeLoad: ({ context, location }) => requireMe(context.queryClient, location.href),
  component: PlatformRightsPage,
});
