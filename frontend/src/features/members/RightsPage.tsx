import type { ReactNode } from "react";
import { useMe } from "~/features/identity/queries";
import { Invitations } from "~/features/invitations/Invitations";
import { InviteForm } from "~/features/invitations/InviteForm";
import { m } from "~/paraglide/messages.js";
import { Panel } from "~/ui/Card";
import { Page, Section, Split, Stack } from "~/ui/Page";
import { Members } from "./Members";
import { leads, type Place } from "./roles";

type Props = { place: Place; title: string; lead: string; above?: ReactNode };

/** Who has a right at a place, and for who leads it the way to invite others. */
export function RightsPage({ place, ...page }: Props) {
  const me = useMe();
  if (!leads(me, place)) {
    return (
      <Page {...page}>
        <Section title={m.members_title()}>
          <Members place={place} />
        </Section>
      </Page>
    );
  }
  return (
    <Page {...page}>
      <Split
        aside={
          <Panel title={m.invite_title()}>
            <InviteForm place={place} />
          </Panel>
        }
      >
        <Stack>
          <Section title={m.members_title()}>
            <Members place={place} />
          </Section>
          <Section title={m.invitations_title()}>
            <Invitations place={place} />
          </Section>
        </Stack>
      </Split>
    </Page>
  );
}
