import { m } from "~/paraglide/messages.js";
import { Page } from "~/ui/Page";
import { Loading } from "~/ui/States";

export function PendingPage() {
  return (
    <Page title={m.loading()}>
      <Loading />
    </Page>
  );
}
