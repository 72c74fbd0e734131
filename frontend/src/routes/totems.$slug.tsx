import { createFileRoute } from "@tanstack/react-router";
import { totemQuery, totemsQuery } from "~/features/totems/queries";
import { TotemPage } from "~/features/totems/TotemPage";

export const Route = createFileRoute("/totems/$slug")({
  loader: ({ context, params }) =>
    Promise.all([
      context.queryClient.ensureQueryData(totemQuery(params.slug)),
      context.queryClient.ensureQueryData(totemsQuery),
    ]),
  component: function Totem() {
    return <TotemPage slug={Route.useParams().slug} />;
  },
});
