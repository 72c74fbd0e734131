import type { ReactNode } from "react";
import { useMe } from "~/features/identity/queries";
import { isPilot } from "~/features/members/roles";
import { m } from "~/paraglide/messages.js";
import { Banner } from "~/ui/Banner";
import { Link } from "~/ui/Link";
import { Page } from "~/ui/Page";

/** A page for those who answer for the candidacy; whoever else comes here is shown where to read. */
export function PilotPage({ title, lead, children }: { title: string; lead: string; children: ReactNode }) {
  const me = useMe();
  if (isPilot(me))
    return (
      <Page title={title} lead={lead}>
        {children}
      </Page>
    );
  return (
    <Page title={title}>
      <Banner title={m.keep_pilots()}>
        <p>
          <Link to="/objectifs">{m.keep_pilots_read()}</Link>
        </p>
      </Banner>
    </Page>
  );
}
