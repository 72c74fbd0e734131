import { useQuery } from "@tanstack/react-query";
import { CatchBoundary, Outlet, useLocation, useRouter } from "@tanstack/react-router";
import { Suspense, useEffect, useState } from "react";
import { demoQuery } from "~/features/demo/queries";
import { focusHeadline } from "~/lib/headline";
import { lazy } from "~/lib/lazy";
import { m } from "~/paraglide/messages.js";
import { cx } from "~/ui/cx";
import { Link } from "~/ui/Link";
import { wrapClass } from "~/ui/Page";
import { Toasts } from "~/ui/Toast";
import { PendingPage } from "../PendingPage";
import { Header } from "./Header";
import type { Overlay } from "./Late";
import css from "./shell.module.css";

const Late = lazy(() => import("./Late"));

/** After a change of page the headline takes the focus, so that keyboard and screen reader start there. */
function useFocusOnNavigation() {
  const router = useRouter();
  useEffect(
    () =>
      router.subscribe("onRendered", ({ fromLocation, pathChanged }) => {
        if (fromLocation && pathChanged) focusHeadline();
      }),
    [router],
  );
}

function DemoBanner() {
  const { data: demo } = useQuery(demoQuery);
  if (!demo) return null;
  return (
    <section className={css.demo} aria-label={m.demo_label()}>
      <div className={wrapClass}>
        <p>{m.demo_banner()}</p>
        <Link to="/demo/courrier">{m.demo_mailbox_link()}</Link>
      </div>
    </section>
  );
}

function Nothing() {
  return null;
}

export function Shell() {
  useFocusOnNavigation();
  const [overlay, setOverlay] = useState<Overlay>();
  const atWork = useLocation({ select: (location) => location.pathname.startsWith("/travail/") });
  return (
    <div className={cx(css.shell, atWork && css.desk)}>
      <a href="#contenu" className={css.skip}>
        {m.skip_to_content()}
      </a>
      <DemoBanner />
      <Header onFind={() => setOverlay("find")} />
      <main id="contenu" tabIndex={-1} className={css.main}>
        {/* A page that loads waits in its place: without this the whole shell would give way to it. */}
        <Suspense fallback={<PendingPage />}>
          <Outlet />
        </Suspense>
      </main>
      {/* A page does without what may come late. */}
      <CatchBoundary getResetKey={() => 0} errorComponent={Nothing}>
        <Suspense>
          <Late overlay={overlay} onOverlay={setOverlay} />
        </Suspense>
      </CatchBoundary>
      <Toasts />
    </div>
  );
}
