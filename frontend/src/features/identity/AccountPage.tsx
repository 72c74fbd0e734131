import { useQuery } from "@tanstack/react-query";
import { m } from "~/paraglide/messages.js";
import { Page, Stack } from "~/ui/Page";
import { Failed, Loading } from "~/ui/States";
import { AddressSection } from "./AddressSection";
import { CloseSection } from "./CloseSection";
import { PasswordSection } from "./PasswordSection";
import { ProfileSection } from "./ProfileSection";
import { meQuery } from "./queries";
import { SessionsSection } from "./SessionsSection";

/** What somebody may change about their account, each part for itself. */
export function AccountPage() {
  const query = useQuery(meQuery);
  return (
    <Page title={m.account_title()} lead={m.account_lead()}>
      {query.data ? (
        <Stack>
          <ProfileSection me={query.data} />
          <AddressSection me={query.data} />
          <PasswordSection />
          <SessionsSection />
          <CloseSection email={query.data.account.email} />
        </Stack>
      ) : query.isError ? (
        <Failed error={query.error} onRetry={() => query.refetch()} />
      ) : (
        <Loading />
      )}
    </Page>
  );
}
