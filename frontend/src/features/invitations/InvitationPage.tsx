import { useQuery } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { isStatus } from "~/api/problem";
import type { Invitation, Me } from "~/api/types";
import { useMe } from "~/features/identity/queries";
import { roleLabel, roleText } from "~/features/members/roles";
import { longDate } from "~/lib/format";
import { m } from "~/paraglide/messages.js";
import { Banner, ProblemBanner } from "~/ui/Banner";
import { Button } from "~/ui/Button";
import { Facts } from "~/ui/Card";
import { Link } from "~/ui/Link";
import { Page, Stack } from "~/ui/Page";
import { Actions, Failed, Loading } from "~/ui/States";
import { toast } from "~/ui/Toast";
import { sideOf, workOf } from "./answer";
import { placeOf } from "./labels";
import { useMoveInvitation } from "./mutations";
import { invitationQuery } from "./queries";

/** The page that the mail leads to. */
export function InvitationPage({ id }: { id: string }) {
  const me = useMe();
  const query = useQuery(invitationQuery(id));
  if (isStatus(query.error, 404)) return <NotYours id={id} email={me?.account.email} />;
  if (query.data && me) return <Answer invitation={query.data} me={me} />;
  return (
    <Page title={m.invitation_title_plain()}>
      {query.isError ? <Failed error={query.error} onRetry={() => query.refetch()} /> : <Loading rows={3} />}
    </Page>
  );
}

/** The service does not tell whose it is: only whoever got the mail knows that address. */
function NotYours({ id, email }: { id: string; email: string | undefined }) {
  return (
    <Page title={m.invitation_foreign_title()} lead={email && m.invitation_foreign_who({ email })}>
      <Stack>
        <p>{m.invitation_foreign_text()}</p>
        <Actions>
          <Link to="/connexion" search={{ retour: `/invitations/${id}` }} button="primary">
            {m.invitation_foreign_sign_in()}
          </Link>
          <Link to="/" button="secondary">
            {m.go_home()}
          </Link>
        </Actions>
      </Stack>
    </Page>
  );
}

function Answer({ invitation, me }: { invitation: Invitation; me: Me }) {
  const router = useRouter();
  const answer = useMoveInvitation(invitation.id, (moved) => {
    if (moved.status !== "accepted") return;
    router.history.push(workOf(moved));
    toast(m.invitation_welcome({ place: placeOf(moved) }));
  });
  const place = placeOf(invitation);
  const invitee = sideOf(invitation, me) === "invitee";
  const may = (to: Invitation["status"]) => invitation.allowed_transitions.includes(to);
  return (
    <Page
      title={m.invitation_title({ place })}
      lead={
        invitation.invited_by
          ? m.invitation_lead_by({ name: invitation.invited_by, role: roleLabel(invitation.role) })
          : m.invitation_lead({ role: roleLabel(invitation.role) })
      }
    >
      <Stack>
        <Facts
          items={[
            { label: m.invite_role(), value: `${roleLabel(invitation.role)}. ${roleText(invitation.role)}` },
            { label: m.invitation_place(), value: place },
            { label: m.invitation_to(), value: invitation.email },
            ...(invitation.status === "pending"
              ? [{ label: m.invitation_answer_by(), value: longDate(invitation.expires_at) }]
              : []),
          ]}
        />
        <ProblemBanner error={answer.error} />
        {may("accepted") ? (
          <Actions>
            <Button
              pending={answer.isPending && answer.variables === "accepted"}
              onPress={() => answer.isPending || answer.mutate("accepted")}
            >
              {m.invitation_accept()}
            </Button>
            <Button
              look="secondary"
              pending={answer.isPending && answer.variables === "declined"}
              onPress={() => answer.isPending || answer.mutate("declined")}
            >
              {m.invitation_decline()}
            </Button>
          </Actions>
        ) : (
          <Standing invitation={invitation} invitee={invitee} />
        )}
      </Stack>
    </Page>
  );
}

/** Where it stands, for who cannot answer it: not any more, or not at all. */
function Standing({ invitation, invitee }: { invitation: Invitation; invitee: boolean }) {
  const date = longDate(invitation.answered_at ?? invitation.expires_at);
  const onward = workOf(invitation);
  switch (invitation.status) {
    case "pending":
      return (
        <Banner title={m.invitation_waits()}>
          <p>{m.invitation_waits_text({ email: invitation.email })}</p>
        </Banner>
      );
    case "accepted":
      return (
        <Banner tone="done" title={m.invitation_was_accepted({ date })}>
          {invitee && (
            <Link to={onward} onward>
              {m.invitation_onward()}
            </Link>
          )}
        </Banner>
      );
    case "declined":
      return (
        <Banner title={m.invitation_was_declined({ date })}>
          <p>{m.invitation_again()}</p>
        </Banner>
      );
    case "withdrawn":
      return (
        <Banner title={m.invitation_was_withdrawn({ date })}>
          <p>{m.invitation_again()}</p>
        </Banner>
      );
    case "expired":
      return (
        <Banner tone="now" title={m.invitation_was_expired({ date })}>
          <p>{m.invitation_again()}</p>
        </Banner>
      );
  }
}
