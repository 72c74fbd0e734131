import { Suspense } from "react";
import { PendingPage } from "~/app/PendingPage";
import { lazy } from "~/lib/lazy";
import { ServicesPage } from "./ServicesPage";

const ServiceEditPage = lazy(() => import("./ServiceEditPage"));
const SiteEditPage = lazy(() => import("./SiteEditPage"));

/** What a site offers, one service of it, and the site itself. */
export function ServiceStepPage({ totem, step }: { totem: string; step: string }) {
  if (step === "") return <ServicesPage totem={totem} />;
  return (
    <Suspense fallback={<PendingPage />}>
      {step === "le-lieu" ? (
        <SiteEditPage totem={totem} />
      ) : (
        <ServiceEditPage key={step} totem={totem} slug={step === "nouveau" ? undefined : step} />
      )}
    </Suspense>
  );
}
