import { createFileRoute } from "@tanstack/react-router";
import { EcosystemPage } from "~/features/statistics/EcosystemPage";
import { statisticsQuery } from "~/features/statistics/queries";

export const Route = createFileRoute("/ecosysteme")({
  loader: ({ context }) => context.queryClient.ensureQueryData(statisticsQuery),
  component: EcosystemPage,
});
