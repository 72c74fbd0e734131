import { createFileRoute } from "@tanstack/react-router";
import { requireMe } from "~/features/identity/guard";
import { MyRequestsPage } from "~/features/service_requests/MyRequestsPage";
import { myRequestsQuery } from "~/features/service_requests/queries";

export const Route = createFileRoute("/demandes/")({
  beforeLoad: ({ context, location }) => requireMe(context.queryClient, location.href),
  loader: ({ context }) => {
    void context.queryClient.prefetchInfiniteQuery(myRequestsQuery);
  },
  component: MyRequestsPage,
});
