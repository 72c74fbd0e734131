import { type ErrorComponentProps, useLocation } from "@tanstack/react-router";
import { isStatus } from "~/api/problem";
import { ErrorPage } from "~/app/pages";
import { m } from "~/paraglide/messages.js";
import { Link } from "~/ui/Link";
import { Page } from "~/ui/Page";
import { Actions } from "~/ui/States";

/** Without a session or the mail's link a request cannot be read: says how to get to it. */
export function FollowError(props: ErrorComponentProps) {
  const path = useLocation({ select: (location) => location.pathname });
  if (!isStatus(props.error, 401, 404, 410)) return <ErrorPage {...props} />;
  const expired = isStatus(props.error, 410);
  return (
    <Page
      title={expired ? m.error_link_title() : m.follow_locked()}
      lead={expired ? m.error_link_text() : m.follow_locked_text()}
    >
      <Actions>
        <Link to="/connexion" search={{ retour: path }} button="primary">
          {m.nav_sign_in()}
        </Link>
        <Link to="/demander" button="secondary">
          {m.mine_new()}
        </Link>
      </Actions>
    </Page>
  );
}
