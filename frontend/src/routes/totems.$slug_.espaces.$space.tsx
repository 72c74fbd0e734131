import { createFileRoute } from "@tanstack/react-router";
import { SpacePage } from "~/features/spaces/SpacePage";
import { spaceQuery } from "~/features/spaces/queries";

export const Route = createFileRoute("/totems/$slug_/espaces/$space")({
  loader: ({ context, params }) => context.queryClient.ensureQueryData(spaceQuery(params.slug, params.space)),
  component: function Space() {
    return <SpacePage {...Route.useParams()} />;
  },
});
