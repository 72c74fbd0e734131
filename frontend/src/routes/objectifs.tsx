import { createFileRoute } from "@tanstack/react-router";
import { ObjectivesPage } from "~/features/objectives/ObjectivesPage";
import { objectivesQuery } from "~/features/objectives/queries";

export const Route = createFileRoute("/objectifs")({
  loader: ({ context }) => context.queryClient.ensureQueryData(objectivesQuery),
  component: ObjectivesPage,
});
