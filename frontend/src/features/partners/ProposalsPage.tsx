import { useSuspenseQuery } from "@tanstack/react-query";
import { organizationQuery } from "~/features/directory/queries";
import { m } from "~/paraglide/messages.js";
import { Breadcrumb } from "~/ui/Breadcrumb";
import { Link } from "~/ui/Link";
import { Page } from "~/ui/Page";
import { Proposals } from "./Proposals";

/** What regions propose to change of one record, for those who keep it. */
export default function ProposalsPage({ slug }: { slug: string }) {
  const { data: organization } = useSuspenseQuery(organizationQuery(slug));
  return (
    <Page
      title={m.proposals_of({ name: organization.name })}
      longTitle
      lead={m.proposals_lead()}
      above={
        <Breadcrumb>
          <Link to="/annuaire">{m.nav_directory()}</Link>
          <Link to="/annuaire/$slug" params={{ slug }}>
            {organization.name}
          </Link>
        </Breadcrumb>
      }
    >
      <Proposals target={organization.id} level={2} />
    </Page>
  );
}
