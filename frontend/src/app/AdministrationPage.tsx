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

/** What administrators do. */
export function AdministrationPage({ step, search }: { step: string; search: Record<string, unknown> }) {
  return (
    <Suspense fallback={<PendingPage />}>
      {step === "droits" ? (
        <RightsPage />
      ) : step === "personnes" ? (
        <PeoplePage />
      ) : step === "journal" ? (
        <AuditPage search={search} />
      ) : (
        <NotFoundPage />
      )}
    </Suspense>
  );
}
