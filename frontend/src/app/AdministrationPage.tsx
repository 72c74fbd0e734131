import { Suspense } from "react";
import { lazy } from "~/lib/lazy";
import { PendingPage } from "./PendingPage";
import { NotFoundPage } from "./pages";

const RightsPage = lazy(() =>
  import("~/features/members/PlatformRightsPage").then((page) => ({ default: page.PlatformRightsPage })),
);
const PeoplePage = lazy(() =>
  import("~/features/identity/PeoplePage").then((page) => ({ default: page.PeoplePage })),
);
const AuditPage = lazy(() =>
  import("~/features/audit/AuditPage").then((page) => ({ default: page.AuditPage })),
);

const RegionsPage = lazy(() => import("~/features/partners/RegionsPage"));

/** What administrators do, and moderators with the regions around. */
export function AdministrationPage({ step, search }: { step: string; search: Record<string, unknown> }) {
  return (
    <Suspense fallback={<PendingPage />}>
      {step === "droits" ? (
        <RightsPage />
      ) : step === "personnes" ? (
        <PeoplePage />
      ) : step === "journal" ? (
        <AuditPage search={search} />
      ) : step === "regions" ? (
        <RegionsPage search={search} />
      ) : (
        <NotFoundPage />
      )}
    </Suspense>
  );
}
