import type { Milestone } from "~/api/types";
import { m } from "~/paraglide/messages.js";
import { Badge } from "~/ui/Badge";

/** How a milestone stands, in a word. */
export function MilestoneBadge({ state }: { state: Milestone["state"] }) {
  if (state === "late") return <Badge tone="wrong">{m.milestone_late()}</Badge>;
  if (state === "at_risk") return <Badge tone="now">{m.milestone_at_risk()}</Badge>;
  if (state === "done") return <Badge tone="done">{m.milestone_done()}</Badge>;
  return <Badge tone="plain">{m.milestone_planned()}</Badge>;
}
