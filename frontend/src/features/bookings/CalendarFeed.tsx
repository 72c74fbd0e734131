import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { client, unwrap } from "~/api/client";
import css from "~/features/spaces/spaces.module.css";
import { m } from "~/paraglide/messages.js";
import { ProblemBanner } from "~/ui/Banner";
import { Button } from "~/ui/Button";
import { Section } from "~/ui/Page";
import { Actions, Failed, Loading } from "~/ui/States";
import { toast } from "~/ui/Toast";
import { feedQuery } from "./queries";

/** The secret address of one's bookings, for one's own calendar. */
export function CalendarFeed() {
  const queryClient = useQueryClient();
  const query = useQuery(feedQuery);
  const settled = () => queryClient.invalidateQueries({ queryKey: feedQuery.queryKey });
  const make = useMutation({
    mutationFn: () => unwrap(client.POST("/v1/me/calendar-feed")),
    onSuccess: settled,
  });
  const remove = useMutation({
    mutationFn: () => unwrap(client.DELETE("/v1/me/calendar-feed")),
    onSuccess: settled,
  });
  const url = query.data?.url;
  return (
    <Section title={m.feed_title()}>
      <p>{m.feed_text()}</p>
      {query.isPending && <Loading rows={1} />}
      {query.isError && <Failed error={query.error} onRetry={() => query.refetch()} />}
      {url && (
        <p className={css.feed}>
          <code>{url}</code>
        </p>
      )}
      <ProblemBanner error={make.error ?? remove.error} />
      <Actions>
        {url && (
          <Button
            look="secondary"
            small
            onPress={() => navigator.clipboard.writeText(url).then(() => toast(m.feed_copied()))}
          >
            {m.feed_copy()}
          </Button>
        )}
        {query.isSuccess && (
          <Button look="secondary" small pending={make.isPending} onPress={() => make.mutate()}>
            {url ? m.feed_renew() : m.feed_make()}
          </Button>
        )}
        {url && (
          <Button look="quiet" small pending={remove.isPending} onPress={() => remove.mutate()}>
            {m.feed_remove()}
          </Button>
        )}
      </Actions>
    </Section>
  );
}
