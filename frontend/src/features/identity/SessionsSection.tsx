import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { client, unwrap } from "~/api/client";
import { dateTime } from "~/lib/format";
import { m } from "~/paraglide/messages.js";
import { Badge } from "~/ui/Badge";
import { ProblemBanner } from "~/ui/Banner";
import { Button } from "~/ui/Button";
import { Section } from "~/ui/Page";
import { Failed, Loading } from "~/ui/States";
import { toast } from "~/ui/Toast";
import css from "./account.module.css";
import { sessionsQuery } from "./sessions";

/** Where one is signed in. The session that asks is ended by signing out, like everywhere on the site. */
export function SessionsSection() {
  const queryClient = useQueryClient();
  const query = useQuery(sessionsQuery);
  const end = useMutation({
    mutationFn: (id: string | undefined) =>
      id
        ? unwrap(client.DELETE("/v1/me/sessions/{id}", { params: { path: { id } } }))
        : unwrap(client.DELETE("/v1/me/sessions")),
    onSuccess: () => toast(m.sessions_ended()),
    onSettled: () => queryClient.invalidateQueries({ queryKey: sessionsQuery.queryKey }),
  });
  const sessions = query.data?.items ?? [];
  const others = sessions.filter((session) => !session.current);
  return (
    <Section
      title={m.sessions_title()}
      more={
        others.length > 1 && (
          <Button look="secondary" small onPress={() => end.mutate(undefined)} pending={end.isPending}>
            {m.sessions_end_others()}
          </Button>
        )
      }
    >
      <p>{m.sessions_text()}</p>
      <ProblemBanner error={end.error} />
      {query.isPending ? (
        <Loading rows={2} />
      ) : query.isError ? (
        <Failed error={query.error} onRetry={() => query.refetch()} />
      ) : (
        <ul className={css.sessions}>
          {sessions.map((session) => {
            const name = session.client ?? m.session_unknown();
            return (
              <li key={session.id}>
                <span>
                  <strong>{name}</strong>
                  {session.current && <Badge tone="done">{m.session_current()}</Badge>}
                  <span className={css.meta}>{m.session_since({ date: dateTime(session.created_at) })}</span>
                </span>
                {!session.current && (
                  <Button
                    look="secondary"
                    small
                    aria-label={`${m.session_end()}, ${name}, ${dateTime(session.created_at)}`}
                    onPress={() => end.mutate(session.id)}
                    pending={end.isPending && end.variables === session.id}
                  >
                    {m.session_end()}
                  </Button>
                )}
              </li>
            );
          })}
        </ul>
      )}
    </Section>
  );
}
