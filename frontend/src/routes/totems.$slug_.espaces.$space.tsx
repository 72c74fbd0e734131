import { createFileRoute } from "@tanstack/react-router";
import { spaceQuery } from "~/features/spaces/queries";
import { SpacePage } from "~/features/spaces/SpacePage";

export const Route = createFileRoute("/totems/$slug_/espaces/$space")({
  loader: ({ context, params }) => context.queryClient.ensureQueryData(spaceQuery(params.slug, params.space)),
  component: function Space() {
    return <SpacePage {...Route.useParams()} />;
  },
});
