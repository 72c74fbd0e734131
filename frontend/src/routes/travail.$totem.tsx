import { createFileRoute } from "@tanstack/react-router";
import { WorkLayout } from "~/app/layouts/WorkLayout";
import { requireMe } from "~/features/identity/guard";

export const Route = createFileRoute("/travail/$totem")({
  beforeLoad: ({ context, location }) => requireMe(context.queryClient, location.href),
  component: WorkLayout,
});
