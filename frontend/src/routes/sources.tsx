import { createFileRoute } from "@tanstack/react-router";
import { sourcesQuery } from "~/features/directory/queries";
import { SourcesPage } from "~/features/directory/SourcesPage";

export const Route = createFileRoute("/sources")({
  loader: ({ context }) => context.queryClient.ensureQueryData(sourcesQuery),
  component: SourcesPage,
});
