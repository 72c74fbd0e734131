import { m } from "~/paraglide/messages.js";
import { RightsPage } from "./RightsPage";

/** Who works for the platform. */
export function PlatformRightsPage() {
  return <RightsPage place={{}} title={m.rights_title()} lead={m.rights_lead()} />;
}
