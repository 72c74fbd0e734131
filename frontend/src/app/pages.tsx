import { useQueryClient } from "@tanstack/react-query";
import type { ErrorComponentProps } from "@tanstack/react-router";
import { useLocation, useNavigate, useRouter } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { isStatus, speak } from "~/api/problem";
import { useConnection } from "~/lib/connection";
import { m } from "~/paraglide/messages.js";
import { Button } from "~/ui/Button";
import { Link } from "~/ui/Link";
import { Page } from "~/ui/Page";
import { SearchField } from "~/ui/SearchField";
import { Actions } from "~/ui/States";
import css from "./pages.module.css";

/** "/annuaire/universite-de-lorraine" was meant to show what "universite de lorraine" finds. */
function wordsOf(path: string): string {
  return (
    path
      .split("/")
      .filter(Boolean)
      .at(-1)
      ?.replace(/[-_+]+/g, " ")
      .slice(0, 100) ?? ""
  );
}

export function NotFoundPage() {
  const navigate = useNavigate();
  const path = useLocation({ select: (location) => location.pathname });
  const [text, setText] = useState(() => wordsOf(path));
  const search = (event: FormEvent) => {
    event.preventDefault();
    void navigate({ to: "/annuaire", search: { q: text.trim() || undefined } });
  };
  return (
    <Page title={m.not_found_title()} lead={m.not_found_lead()}>
      <search className={css.ways}>
        <form className={css.search} onSubmit={search}>
          <SearchField label={m.home_search()} value={text} onChange={setText} />
          <Button type="submit">{m.home_search_button()}</Button>
        </form>
      </search>
      <ul className={css.links}>
        <li>
          <Link to="/demander" onward>
            {m.nav_ask_long()}
          </Link>
        </li>
        <li>
          <Link to="/totems" onward>
            {m.nav_totems()}
          </Link>
        </li>
        <li>
          <Link to="/" onward>
            {m.go_home()}
          </Link>
        </li>
      </ul>
    </Page>
  );
}

/** A part of the site that did not arrive, because the network or the version that was open is gone. */
function isMissingPart(error: unknown): boolean {
  return error instanceof TypeError && /module|import/i.test(error.message);
}

/** Nobody answers: what happens, that nothing is lost, and that it comes back by itself (see AwayBar). */
function AwayPage({ onRetry }: { onRetry: () => void }) {
  const offline = useConnection() === "offline";
  return (
    <Page title={offline ? m.away_offline_title() : m.away_title()} longTitle>
      <div className={css.away} data-away>
        <p>{m.away_kept()}</p>
        <p>{offline ? m.away_offline_text() : m.away_text()}</p>
        <Actions>
          <Button onPress={onRetry}>{m.away_retry()}</Button>
        </Actions>
      </div>
    </Page>
  );
}

export function ErrorPage({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const queryClient = useQueryClient();
  const connection = useConnection();
  const missingPart = isMissingPart(error);
  if (isStatus(error, 404)) return <NotFoundPage />;
  const retry = () => {
    if (missingPart) {
      window.location.reload();
      return;
    }
    // What was read may be what cannot be shown.
    void queryClient.resetQueries();
    reset();
    void router.invalidate();
  };
  if (isStatus(error, 0, 502, 503, 504) || (missingPart && connection !== "up"))
    return <AwayPage onRetry={retry} />;
  const { title, text } = speak(error);
  const gone = isStatus(error, 410);
  return (
    <Page title={title} lead={text} longTitle>
      <Actions>
        {gone ? (
          <Link to="/annuaire" button="primary">
            {m.nav_directory()}
          </Link>
        ) : (
          <Button onPress={retry}>{m.retry()}</Button>
        )}
        <Link to="/" button="secondary">
          {m.go_home()}
        </Link>
      </Actions>
    </Page>
  );
}
