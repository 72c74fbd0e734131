import { useQuery } from "@tanstack/react-query";
import { Outlet, useLocation, useRouter } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useRef } from "react";
import { demoQuery } from "~/features/demo/queries";
import { m } from "~/paraglide/messages.js";
import { cx } from "~/ui/cx";
import { Link } from "~/ui/Link";
import { wrapClass } from "~/ui/Page";
import { Toasts } from "~/ui/Toast";
import { Header } from "./Header";
import css from "./shell.module.css";

// What lies below every page is loaded after it.
const Footer = lazy(() => import("./Footer"));

/** After a change of page the headline takes the focus, so that keyboard and screen reader start there. */
function useFocusOnNavigation() {
  const router = useRouter();
  const first = useRef(true);
  useEffect(
    () =>
      router.subscribe("onRendered", ({ pathChanged }) => {
        if (first.current) {
          first.current = false;
          return;
        }
        if (!pathChanged) return;
        const target =
          document.querySelector<HTMLElement>("main h1") ?? document.querySelector<HTMLElement>("main");
        target?.focus({ preventScroll: true });
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

export function Shell() {
  useFocusOnNavigation();
  const atWork = useLocation({ select: (location) => location.pathname.startsWith("/travail/") });
  return (
    <div className={cx(css.shell, atWork && css.desk)}>
      <a href="#contenu" className={css.skip}>
        {m.skip_to_content()}
      </a>
      <DemoBanner />
      <Header />
      <main id="contenu" tabIndex={-1} className={css.main}>
        <Outlet />
      </main>
      <Suspense>
        <Footer />
      </Suspense>
      <Toasts />
    </div>
  );
}
