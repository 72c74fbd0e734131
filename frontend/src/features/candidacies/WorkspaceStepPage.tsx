import { Suspense } from "react";
import { PendingPage } from "~/app/PendingPage";
import { lazy } from "~/lib/lazy";

const LabelsPage = lazy(() => import("../label_programmes/LabelsPage"));
const WorkspacePage = lazy(() => import("./workspace/WorkspacePage"));

export function WorkspaceStepPage({ step }: { step: string }) {
  const [slug = "", part = "", ...rest] = step.split("/");
  return (
    <Suspense fallback={<PendingPage />}>
      {slug === "labels" ? (
        <LabelsPage step={[part, ...rest].join("/")} />
      ) : (
        <WorkspacePage key={slug} slug={slug} part={part} />
      )}
    </Suspense>
  );
}
