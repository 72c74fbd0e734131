import { createFileRoute } from "@tanstack/react-router";
import { HomePage } from "~/app/HomePage";
import { recentOrganizationsQuery } from "~/features/directory/queries";
import { objectivesQuery, trajectoriesQuery } from "~/features/objectives/queries";
import { allTotemStatisticsQuery, totemsQuery } from "~/features/totems/queries";

export const Route = createFileRoute("/")({
  // Started, not awaited: the question is there before the answers are.
  loader: ({ context }) => {
    void context.queryClient.prefetchQuery(totemsQuery);
    void context.queryClient.prefetchQuery(allTotemStatisticsQuery);
    void context.queryClient.prefetchQuery(objectivesQuery);
    void context.queryClient.prefetchQuery(trajectoriesQuery);
    void context.queryClient.prefetchQuery(recentOrganizationsQuery);
  },
  component: HomePage,
});
