import { createFileRoute } from "@tanstack/react-router";
import { ServicesPage } from "~/features/totems/ServicesPage";
import { servicesQuery } from "~/features/totems/work-queries";

export const Route = createFileRoute("/travail/$totem/services/")({
  loader: ({ context, params }) => {
    void context.queryClient.prefetchQuery(servicesQuery(params.totem));
  },
  component: function Services() {
    return <ServicesPage totem={Route.useParams().totem} />;
  },
});
