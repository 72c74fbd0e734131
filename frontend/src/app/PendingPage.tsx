import { m } from "~/paraglide/messages.js";
import { pageClass, Stack } from "~/ui/Page";
import { Loading } from "~/ui/States";

/** The document keeps its title meanwhile: read out when the page has arrived, it says more than that it is awaited. */
export function PendingPage() {
  return (
    <div className={pageClass}>
      <Stack>
        <h1>{m.loading()}</h1>
        <Loading />
      </Stack>
    </div>
  );
}
