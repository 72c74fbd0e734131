import { Suspense } from "react";
import { PendingPage } from "~/app/PendingPage";
import { useMe } from "~/features/identity/queries";
import { isAdmin, isModerator } from "~/features/members/roles";
import { lazy } from "~/lib/lazy";
import { m } from "~/paraglide/messages.js";
import { Banner } from "~/ui/Banner";
import { Link } from "~/ui/Link";
import { Page } from "~/ui/Page";
import { ImportsPage } from "./ImportsPage";

const NewImportPage = lazy(() => import("./NewImportPage"));
const ImportPage = lazy(() => import("./ImportPage"));

/** All imports, a new one in three steps that keep what was chosen, and one of them with its results. */
export function ImportStepPage({ step, shown }: { step: string; shown: string | undefined }) {
  const me = useMe();
  if (!isModerator(me) && !isAdmin(me)) {
    return (
      <Page title={m.imports_title()}>
        <Banner title={m.imports_moderators()}>
          <p>
            <Link to="/annuaire">{m.home_recent_more()}</Link>
          </p>
        </Banner>
      </Page>
    );
  }
  const [page = "", part = ""] = step.split("/");
  if (page === "") return <ImportsPage />;
  return (
    <Suspense fallback={<PendingPage />}>
      {page === "nouveau" ? <NewImportPage step={part} /> : <ImportPage key={page} id={page} shown={shown} />}
    </Suspense>
  );
}
