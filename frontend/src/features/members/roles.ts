import type { Me, Role } from "~/api/types";
import { m } from "~/paraglide/messages.js";

/** Where a right holds: at one Totem (id or slug), or everywhere. */
export type Place = { totem?: string | undefined };

const WORDS: Record<Role, [name: () => string, text: () => string]> = {
  manager: [m.role_manager, m.role_manager_text],
  agent: [m.role_agent, m.role_agent_text],
  owner: [m.role_owner, m.role_owner_text],
  editor: [m.role_editor, m.role_editor_text],
  pilot: [m.role_pilot, m.role_pilot_text],
  moderator: [m.role_moderator, m.role_moderator_text],
  admin: [m.role_admin, m.role_admin_text],
};

export const roleLabel = (role: Role) => WORDS[role][0]();

/** What somebody with this right does. */
export const roleText = (role: Role) => WORDS[role][1]();

/** The rights there are at a place, the least first: what is offered without a choice gives the least. */
export const rolesAt = (place: Place): Role[] =>
  place.totem === undefined ? ["pilot", "moderator", "admin"] : ["agent", "manager"];

export const isAdmin = (me: Me | null | undefined) => me?.roles.some((one) => one.role === "admin") ?? false;

export const isModerator = (me: Me | null | undefined) =>
  me?.roles.some((one) => one.role === "moderator") ?? false;

export const isPilot = (me: Me | null | undefined) => me?.roles.some((one) => one.role === "pilot") ?? false;

/** Who may invite and withdraw there. */
export function leads(me: Me | null | undefined, place: Place): boolean {
  return (
    isAdmin(me) ||
    (me?.roles.some(
      ({ role, totem }) =>
        role === "manager" &&
        totem &&
        place.totem !== undefined &&
        [totem.id, totem.slug].includes(place.totem),
    ) ??
      false)
  );
}
