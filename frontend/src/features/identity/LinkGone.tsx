import { m } from "~/paraglide/messages.js";
import { Link } from "~/ui/Link";
import { Page } from "~/ui/Page";
import { Actions } from "~/ui/States";

/** A link that has expired, was used, or came without its token. */
export function LinkGone({ again }: { again: "inscription" | "oubli" | "compte" }) {
  return (
    <Page title={m.link_gone_title()} lead={m.link_gone_lead()}>
      <Actions>
        {again === "compte" ? (
          <Link to="/compte/$" params={{ _splat: "" }} button="primary">
            {m.account_title()}
          </Link>
        ) : (
          <Link to="/compte/$" params={{ _splat: again }} button="primary">
            {m.link_gone_again()}
          </Link>
        )}
        <Link to="/connexion" button="secondary">
          {m.nav_sign_in()}
        </Link>
      </Actions>
    </Page>
  );
}
