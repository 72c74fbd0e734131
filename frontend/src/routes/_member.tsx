import { createFileRoute } from "@tanstack/react-router";
import { MemberLayout } from "~/app/layouts/MemberLayout";
import { requireMe } from "~/features/identity/guard";

export const Route = createFileRoute("/_member")({
  beforeLoad: ({ context, location }) => requireMe(context.queryClient, location.href),
  component: MemberLayout,
});
