import { useQuery } from "@tanstack/react-query";
import { m } from "~/paraglide/messages.js";
import { Link } from "~/ui/Link";
import { Page, Section, Stack } from "~/ui/Page";
import { Failed, Loading } from "~/ui/States";
import { AbsenceSection } from "./AbsenceSection";
import { AccountNav } from "./AccountNav";
import { AddressSection } from "./AddressSection";
import { CloseSection } from "./CloseSection";
import { IdentitiesSection } from "./IdentitiesSection";
import { PasswordSection } from "./PasswordSection";
import { ProfileSection } from "./ProfileSection";
import { meQuery, workplaces } from "./queries";
import { SessionsSection } from "./SessionsSection";

/** What somebody may change about their account, each part for itself. */
export function AccountPage() {
  const query = useQuery(meQuery);
  return (
    <Page title={m.account_title()} lead={m.account_lead()} below={<AccountNav />}>
      {query.data ? (
        <Stack>
          <ProfileSection me={query.data} />
          {workplaces(query.data).length > 0 && <AbsenceSection me={query.data} />}
          <AddressSection me={query.data} />
          <PasswordSection account={query.data.account} />
          <IdentitiesSection />
          <Section title={m.security_title()}>
            <p>{m.security_lead()}</p>
            <Link to="/compte/$" params={{ _splat: "securite" }} onward>
              {m.security_open()}
            </Link>
          </Section>
          <SessionsSection />
          <CloseSection />
        </Stack>
      ) : query.isError ? (
        <Failed error={query.error} onRetry={() => query.refetch()} />
      ) : (
        <Loading />
      )}
    </Page>
  );
}
