import { createFileRoute } from "@tanstack/react-router";
import { OrganizationPage } from "~/features/directory/OrganizationPage";
import { organizationQuery } from "~/features/directory/queries";

export const Route = createFileRoute("/annuaire/$slug")({
  loader: ({ context, params }) => context.queryClient.ensureQueryData(organizationQuery(params.slug)),
  component: function OrganizationRoute() {
    return <OrganizationPage slug={Route.useParams().slug} />;
  },
});
