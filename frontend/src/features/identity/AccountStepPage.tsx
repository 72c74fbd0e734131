import { Suspense } from "react";
import { PendingPage } from "~/app/PendingPage";
import { NotFoundPage } from "~/app/pages";
import { lazy } from "~/lib/lazy";
import { AccountPage } from "./AccountPage";
import { AskLinkPage } from "./AskLinkPage";
import { ChoosePasswordPage } from "./ChoosePasswordPage";
import { ConfirmEmailPage } from "./ConfirmEmailPage";
import { LinkIdentityPage } from "./LinkIdentityPage";
import { ProviderReturnPage } from "./ProviderReturnPage";
import { SecurityPage } from "./SecurityPage";

const DataPage = lazy(() => import("~/features/privacy/DataPage"));
const MyRecordsPage = lazy(() => import("~/features/directory/MyRecordsPage"));
const NotificationsPage = lazy(() => import("~/features/notifications/NotificationsPage"));
const UnsubscribePage = lazy(() => import("~/features/notifications/UnsubscribePage"));
const MyBookingsPage = lazy(() => import("~/features/bookings/MyBookingsPage"));
const ProjectsStepPage = lazy(() => import("~/features/projects/ProjectsStepPage"));
const SavedSearchesPage = lazy(() => import("~/features/saved_searches/SavedSearchesPage"));
const KeepObjectivesPage = lazy(() => import("~/features/objectives/KeepObjectivesPage"));
const ApiClientsPage = lazy(() => import("~/features/api_clients/ApiClientsPage"));
const WebhooksPage = lazy(() => import("~/features/webhooks/WebhooksPage"));

/**
 * The account itself, and its second factors; without a session, two pages that send a link, three behind such a link, and the one that a
 * provider sends people back to; then the one that links what it said.
 */
export function AccountStepPage({ step }: { step: string }) {
  const [way = "", provider] = step.split("/");
  if (provider && way === "retour") return <ProviderReturnPage provider={provider} />;
  if (provider && way === "relier") return <LinkIdentityPage provider={provider} />;
  if (way === "webhooks")
    return (
      <Suspense fallback={<PendingPage />}>
        <WebhooksPage id={provider} />
      </Suspense>
    );
  if (way === "projets") {
    return (
      <Suspense fallback={<PendingPage />}>
        <ProjectsStepPage step={provider} />
      </Suspense>
    );
  }
  switch (step) {
    case "":
      return <AccountPage />;
    case "securite":
      return <SecurityPage />;
    case "inscription":
      return <AskLinkPage purpose="sign_up" />;
    case "oubli":
      return <AskLinkPage purpose="password_reset" />;
    case "ouvrir":
      return <ChoosePasswordPage step={step} purpose="sign_up" />;
    case "mot-de-passe":
      return <ChoosePasswordPage step={step} purpose="password_reset" />;
    case "adresse":
      return <ConfirmEmailPage step={step} />;
    case "desabonnement":
      return (
        <Suspense fallback={<PendingPage />}>
          <UnsubscribePage step={step} />
        </Suspense>
      );
    case "fiches":
    case "recherches":
    case "reservations":
    case "donnees":
    case "notifications":
    case "clients-api":
    case "objectifs":
      return (
        <Suspense fallback={<PendingPage />}>
          {step === "fiches" ? (
            <MyRecordsPage />
          ) : step === "recherches" ? (
            <SavedSearchesPage />
          ) : step === "reservations" ? (
            <MyBookingsPage />
          ) : step === "donnees" ? (
            <DataPage />
          ) : step === "notifications" ? (
            <NotificationsPage />
          ) : step === "objectifs" ? (
            <KeepObjectivesPage />
          ) : (
            <ApiClientsPage />
          )}
        </Suspense>
      );
    default:
      return <NotFoundPage />;
  }
}
