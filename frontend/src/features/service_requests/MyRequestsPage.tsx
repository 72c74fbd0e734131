import { useInfiniteQuery } from "@tanstack/react-query";
import { Suspense } from "react";
import { planDate } from "~/lib/format";
import { words } from "~/lib/lang-text";
import { lazy } from "~/lib/lazy";
import { m } from "~/paraglide/messages.js";
import { Link } from "~/ui/Link";
import { Page } from "~/ui/Page";
import { Results } from "~/ui/Results";
import { Empty } from "~/ui/States";
import { useLiveRequests } from "./live";
import { myRequestsQuery } from "./queries";
import css from "./request.module.css";
import { isRunning, StatusBadge } from "./status";

// Seldom there; the list does not wait for it.
const MyInvitations = lazy(() => import("~/features/invitations/MyInvitations"));

export function MyRequestsPage() {
  const told = useLiveRequests();
  const query = useInfiniteQuery({ ...myRequestsQuery, refetchInterval: told ? false : 60_000 });
  return (
    <Page
      title={m.nav_my_requests()}
      below={
        <p className={css.meta}>
          {query.data?.pages[0]?.items.length !== 0 && (
            <Link to="/demander" button="primary" small>
              {m.mine_new()}
            </Link>
          )}
          <Link to="/compte/$" params={{ _splat: "projets" }}>
            {m.projects_title()}
          </Link>
        </p>
      }
    >
      <Suspense>
        <MyInvitations />
      </Suspense>
      <Results
        query={query}
        empty={
          <Empty
            title={m.mine_empty()}
            actions={
              <Link to="/demander" button="primary">
                {m.nav_ask_long()}
              </Link>
            }
          >
            {m.mine_empty_text()}
          </Empty>
        }
      >
        {(items) => (
          <ul className={css.requests}>
            {items.map((request) => (
              <li key={request.id}>
                <h2>
                  <Link to="/demandes/$id" params={{ id: request.id }}>
                    {request.subject}
                  </Link>
                </h2>
                <p className={css.meta}>
                  <StatusBadge
                    status={request.status}
                    reader="requester"
                    merged={Boolean(request.merged_into)}
                  />
                  <span>
                    {request.totem.city}, {words(request.service.name)}
                  </span>
                  <span className="tabular">{request.reference}</span>
                  {request.due_at && isRunning(request.status) && (
                    <span>{m.mine_due({ date: planDate(request.due_at) })}</span>
                  )}
                </p>
              </li>
            ))}
          </ul>
        )}
      </Results>
    </Page>
  );
}
