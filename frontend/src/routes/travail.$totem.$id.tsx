import { createFileRoute } from "@tanstack/react-router";
import { requestQuery } from "~/features/service_requests/queries";
import { WorkFilePage } from "~/features/service_requests/WorkFilePage";

export const Route = createFileRoute("/travail/$totem/$id")({
  loader: ({ context, params }) => context.queryClient.ensureQueryData(requestQuery(params.id)),
  component: function File() {
    const { totem, id } = Route.useParams();
    return <WorkFilePage totem={totem} id={id} />;
  },
});
