import { createFileRoute } from "@tanstack/react-router";
import { ObjectivesPage } from "~/features/objectives/ObjectivesPage";
import { objectivesListQuery } from "~/features/objectives/queries";

export const Route = createFileRoute("/objectifs")({
  loader: ({ context }) => context.queryClient.ensureInfiniteQueryData(objectivesListQuery),
  component: ObjectivesPage,
});
