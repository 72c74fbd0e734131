import { useMe } from "~/features/identity/queries";
import { isAdmin, isModerator } from "~/features/members/roles";
import { m } from "~/paraglide/messages.js";
import { Banner } from "~/ui/Banner";
import { Link } from "~/ui/Link";
import { Page, Section, Stack } from "~/ui/Page";
import { Acks } from "./Acks";
import { Conflicts } from "./Conflicts";
import { Partners } from "./Partners";
import { Proposals } from "./Proposals";

/** How far the regions around are copied, and what of it a person has to settle. */
export default function RegionsPage({ search }: { search: Record<string, unknown> }) {
  const me = useMe();
  const settles = isModerator(me);
  if (!settles && !isAdmin(me)) {
    return (
      <Page title={m.regions_title()}>
        <Banner title={m.regions_only()}>
          <p>
            <Link to="/annuaire">{m.home_recent_more()}</Link>
          </p>
        </Banner>
      </Page>
    );
  }
  return (
    <Page title={m.regions_title()} lead={m.regions_lead()}>
      <Stack>
        <Section title={m.regions_followed()}>
          <Partners />
        </Section>
        {settles && (
          <Section title={m.proposals_section()}>
            <Proposals />
          </Section>
        )}
        <Section title={m.regions_conflicts()}>
          {settles ? (
            <Conflicts view={search.vue === "regles" ? "regles" : "ouverts"} />
          ) : (
            <p>{m.regions_conflicts_moderators()}</p>
          )}
        </Section>
        <Section title={m.acks_title()}>
          <Acks />
        </Section>
      </Stack>
    </Page>
  );
}
