import { Suspense } from "react";
import { PendingPage } from "~/app/PendingPage";
import { lazy } from "~/lib/lazy";

const WorkspacePage = lazy(() => import("./workspace/WorkspacePage"));

export function WorkspaceStepPage({ step }: { step: string }) {
  const [slug = "", part = ""] = step.split("/");
  return (
    <Suspense fallback={<PendingPage />}>
      <WorkspacePage key={slug} slug={slug} part={part} />
    </Suspense>
  );
}
