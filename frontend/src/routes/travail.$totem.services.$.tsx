import { createFileRoute } from "@tanstack/react-router";
import { ServiceStepPage } from "~/features/totems/ServiceStepPage";
import { servicesQuery } from "~/features/totems/work-queries";

// One route for all, for each weighs on the first load of every page: the site itself, its services, one of them.
export const Route = createFileRoute("/travail/$totem/services/$")({
  loader: ({ context, params }) => {
    void context.queryClient.prefetchQuery(servicesQuery(params.totem));
  },
  component: function Services() {
    const { totem, _splat } = Route.useParams();
    return <ServiceStepPage totem={totem} step={_splat ?? ""} />;
  },
});
