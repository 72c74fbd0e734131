import { Suspense } from "react";
import { PendingPage } from "~/app/PendingPage";
import { NotFoundPage } from "~/app/pages";
import { lazy } from "~/lib/lazy";

const ConfirmPage = lazy(() => import("./ConfirmPage"));
const EditPage = lazy(() => import("./EditPage"));
const MergePage = lazy(() => import("./MergePage"));
const HistoryPage = lazy(() => import("./HistoryPage"));
const ProposalsPage = lazy(() => import("~/features/partners/ProposalsPage"));
const ClaimPage = lazy(() => import("~/features/claims/ClaimPage"));

function page(slug: string, step: string) {
  if (step === "prise-en-charge") return <ClaimPage slug={slug} />;
  if (step === "confirmer") return <ConfirmPage slug={slug} />;
  if (step === "reunir") return <MergePage slug={slug} />;
  if (step === "propositions") return <ProposalsPage slug={slug} />;
  if (step === "historique") return <HistoryPage slug={slug} />;
  return step === "modifier" ? <EditPage slug={slug} /> : <NotFoundPage />;
}

/** What one does with one record, each with its page. */
export function RecordStepPage({ slug, step }: { slug: string; step: string }) {
  return <Suspense fallback={<PendingPage />}>{page(slug, step)}</Suspense>;
}
