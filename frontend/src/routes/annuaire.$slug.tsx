import { createFileRoute, redirect } from "@tanstack/react-router";
import { OrganizationPage } from "~/features/directory/OrganizationPage";
import { organizationQuery } from "~/features/directory/queries";

export const Route = createFileRoute("/annuaire/$slug")({
  loader: async ({ context, params }) => {
    const { slug } = await context.queryClient.ensureQueryData(organizationQuery(params.slug));
    // Another record took it in, or it was asked for by its id.
    if (slug !== params.slug) throw redirect({ to: "/annuaire/$slug", params: { slug }, replace: true });
  },
  component: function OrganizationRoute() {
    return <OrganizationPage slug={Route.useParams().slug} />;
  },
});
