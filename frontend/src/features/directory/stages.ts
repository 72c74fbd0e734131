import type { Stage } from "~/api/types";
import { m } from "~/paraglide/messages.js";

const STAGE_LABELS: Record<Stage, () => string> = {
  talent_detected: m.stage_talent_detected,
  idea: m.stage_idea,
  creation: m.stage_creation,
  growth: m.stage_growth,
  international: m.stage_international,
};

export function stageLabel(stage: string): string {
  return STAGE_LABELS[stage as Stage]?.() ?? stage;
}
