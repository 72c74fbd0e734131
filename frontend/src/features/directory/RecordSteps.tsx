import { type ReactNode, Suspense, useState } from "react";
import type { Organization, OrganizationStatus } from "~/api/types";
import { lazy } from "~/lib/lazy";
import { ProblemBanner } from "~/ui/Banner";
import { Button } from "~/ui/Button";
import { Actions } from "~/ui/States";
import { toast } from "~/ui/Toast";
import { type Moving, REASONS, STEPS, useStep } from "./steps";

const StepDialog = lazy(() => import("./StepDialog"));

/** What its reader may do with a record: at once where it takes nothing away, else behind a question that asks why. */
export function RecordSteps({
  record,
  small,
  more,
  onMoved,
}: {
  record: Moving;
  small?: boolean;
  /** What else one may do with it, after the steps. */
  more?: ReactNode;
  onMoved?: (moved: Organization) => void;
}) {
  const [asking, setAsking] = useState<OrganizationStatus>();
  const moved = (now: Organization) => {
    setAsking(undefined);
    toast(STEPS[now.status].done());
    onMoved?.(now);
  };
  const step = useStep(record, moved);
  if (record.allowed_transitions.length === 0 && !more) return null;
  const button = (to: OrganizationStatus) => (
    <Button
      key={to}
      small={small ?? false}
      look={to === "deleted" ? "quiet" : REASONS[to] ? "secondary" : "primary"}
      pending={step.isPending && step.variables.to === to}
      aria-label={small ? `${STEPS[to].name()}, ${record.name}` : undefined}
      onPress={() => (REASONS[to] ? setAsking(to) : step.isPending || step.mutate({ to }))}
    >
      {STEPS[to].name()}
    </Button>
  );
  return (
    <>
      <ProblemBanner error={step.error} />
      <Actions>
        {record.allowed_transitions.filter((to) => to !== "deleted").map(button)}
        {more}
        {record.allowed_transitions.includes("deleted") && button("deleted")}
      </Actions>
      {asking && (
        <Suspense>
          <StepDialog record={record} to={asking} onDone={moved} onClose={() => setAsking(undefined)} />
        </Suspense>
      )}
    </>
  );
}
