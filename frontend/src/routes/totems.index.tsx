import { createFileRoute } from "@tanstack/react-router";
import { totemsQuery } from "~/features/totems/queries";
import { TotemList } from "~/features/totems/TotemList";

export const Route = createFileRoute("/totems/")({
  loader: ({ context }) => context.queryClient.ensureQueryData(totemsQuery),
  component: TotemList,
});
