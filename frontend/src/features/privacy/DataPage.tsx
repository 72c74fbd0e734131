import { AccountNav } from "~/features/identity/AccountNav";
import { CloseSection } from "~/features/identity/CloseSection";
import { useMe } from "~/features/identity/queries";
import { m } from "~/paraglide/messages.js";
import { Page, Stack } from "~/ui/Page";
import { ConsentsSection } from "./ConsentsSection";
import { ExportSection } from "./ExportSection";
import { KeptSection } from "./KeptSection";

/** What somebody may ask of the data about them: a copy, a say, an end, and to know what is kept. */
export default function DataPage() {
  const me = useMe();
  return (
    <Page title={m.data_title()} lead={m.data_lead()} below={<AccountNav />}>
      <Stack>
        <ExportSection />
        <ConsentsSection />
        <KeptSection />
        {me && <CloseSection />}
      </Stack>
    </Page>
  );
}
