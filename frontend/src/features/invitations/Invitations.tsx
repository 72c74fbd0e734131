import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Invitation } from "~/api/types";
import css from "~/features/members/members.module.css";
import { type Place, roleLabel } from "~/features/members/roles";
import { longDate } from "~/lib/format";
import { m } from "~/paraglide/messages.js";
import { Badge } from "~/ui/Badge";
import { ProblemBanner } from "~/ui/Banner";
import { Button } from "~/ui/Button";
import { Dialog } from "~/ui/Dialog";
import { Form } from "~/ui/Form";
import { Results } from "~/ui/Results";
import { Actions } from "~/ui/States";
import { toast } from "~/ui/Toast";
import { invitationLabel, invitationTone } from "./labels";
import { useMoveInvitation } from "./mutations";
import { invitationsQuery } from "./queries";

function TakeBackDialog({ invitation, onClose }: { invitation: Invitation; onClose: () => void }) {
  const takeBack = useMoveInvitation(invitation.id, () => {
    onClose();
    toast(m.invitation_taken_back());
  });
  return (
    <Dialog title={m.invitation_take_back_title()} open onClose={onClose}>
      <Form look="dense" onSubmit={() => takeBack.mutate("withdrawn")}>
        <ProblemBanner error={takeBack.error} />
        <p>{m.invitation_take_back_text({ email: invitation.email })}</p>
        <Actions>
          <Button type="submit" look="danger" pending={takeBack.isPending}>
            {m.invitation_take_back_send()}
          </Button>
          <Button look="quiet" onPress={onClose}>
            {m.invitation_take_back_not()}
          </Button>
        </Actions>
      </Form>
    </Dialog>
  );
}

function when({ status, created_at, expires_at, answered_at }: Invitation): string {
  if (status === "pending") return m.invitation_until({ date: longDate(expires_at) });
  if (status === "expired") return m.invitation_ended({ date: longDate(expires_at) });
  return m.invitation_on({ date: longDate(answered_at ?? created_at) });
}

/** The invitations to a place, the newest first, for who leads it. */
export function Invitations({ place }: { place: Place }) {
  const query = useInfiniteQuery(invitationsQuery(place));
  const [chosen, setChosen] = useState<Invitation>();
  return (
    <>
      <Results query={query} rows={2} empty={<p className={css.meta}>{m.invitations_empty()}</p>}>
        {(invitations) => (
          <ul className={css.people}>
            {invitations.map((invitation) => (
              <li key={invitation.id}>
                <div>
                  <h3>{invitation.email}</h3>
                  <p className={css.meta}>{roleLabel(invitation.role)}</p>
                  <p className={css.meta}>{when(invitation)}</p>
                </div>
                <div className={css.end}>
                  <Badge tone={invitationTone(invitation.status)}>{invitationLabel(invitation.status)}</Badge>
                  {invitation.allowed_transitions.includes("withdrawn") && (
                    <Button
                      look="quiet"
                      small
                      aria-label={m.invitation_take_back_of({ email: invitation.email })}
                      onPress={() => setChosen(invitation)}
                    >
                      {m.invitation_take_back()}
                    </Button>
                  )}
                </div>
              </li>
            ))}
          </ul>
        )}
      </Results>
      {chosen && <TakeBackDialog invitation={chosen} onClose={() => setChosen(undefined)} />}
    </>
  );
}
