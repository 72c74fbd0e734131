import { createFileRoute } from "@tanstack/react-router";
import { ServiceEditPage } from "~/features/totems/ServiceEditPage";

export const Route = createFileRoute("/travail/$totem/services/$service")({
  component: function Service() {
    const { totem, service } = Route.useParams();
    return <ServiceEditPage totem={totem} slug={service === "nouveau" ? undefined : service} />;
  },
});
