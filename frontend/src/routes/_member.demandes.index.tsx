import { createFileRoute } from "@tanstack/react-router";
import { MyRequestsPage } from "~/features/service_requests/MyRequestsPage";
import { myRequestsQuery } from "~/features/service_requests/queries";

export const Route = createFileRoute("/_member/demandes/")({
  loader: ({ context }) => {
    void context.queryClient.prefetchInfiniteQuery(myRequestsQuery);
  },
  component: MyRequestsPage,
});
