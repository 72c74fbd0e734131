import { useQuery } from "@tanstack/react-query";
import css from "~/features/members/members.module.css";
import { roleLabel } from "~/features/members/roles";
import { longDate } from "~/lib/format";
import { m } from "~/paraglide/messages.js";
import { Banner } from "~/ui/Banner";
import { Link } from "~/ui/Link";
import { placeOf } from "./labels";
import { myInvitationsQuery } from "./queries";

/** What waits for an answer; nothing while there is nothing. */
export default function MyInvitations() {
  const { data } = useQuery(myInvitationsQuery);
  if (!data?.items.length) return null;
  return (
    <div className={css.notices}>
      {data.items.map((invitation) => (
        <Banner
          key={invitation.id}
          tone="now"
          title={m.invited({ place: placeOf(invitation), role: roleLabel(invitation.role) })}
        >
          <p>{m.invitation_until({ date: longDate(invitation.expires_at) })}</p>
          <Link to="/invitations/$id" params={{ id: invitation.id }} onward>
            {m.invited_see()}
          </Link>
        </Banner>
      ))}
    </div>
  );
}
