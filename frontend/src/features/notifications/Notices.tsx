import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { client, unwrap } from "~/api/client";
import { dateTime } from "~/lib/format";
import { m } from "~/paraglide/messages.js";
import { Badge } from "~/ui/Badge";
import { Section } from "~/ui/Page";
import { Results } from "~/ui/Results";
import { Empty } from "~/ui/States";
import css from "./notifications.module.css";
import { noticesQuery, unreadQuery } from "./queries";

/** What one was told, the newest first. Seeing it is reading it: the marks stay until the next visit. */
export function Notices() {
  const query = useInfiniteQuery(noticesQuery);
  const queryClient = useQueryClient();
  const newest = query.data?.pages[0]?.items[0];
  const { mutate } = useMutation({
    mutationFn: (up_to: string) => unwrap(client.POST("/v1/me/notification-reads", { body: { up_to } })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: unreadQuery.queryKey }),
  });
  useEffect(() => {
    if (newest && !newest.read_at) mutate(newest.id);
  }, [newest, mutate]);
  return (
    <Section title={m.notices_told()}>
      <Results query={query} empty={<Empty title={m.notices_none()}>{m.notices_none_text()}</Empty>}>
        {(items) => (
          <ul className={css.notices}>
            {items.map((notice) => (
              <li key={notice.id}>
                <a href={notice.path}>{notice.subject}</a>{" "}
                {!notice.read_at && <Badge tone="now">{m.notice_new()}</Badge>}
                <p className={css.meta}>{dateTime(notice.created_at)}</p>
              </li>
            ))}
          </ul>
        )}
      </Results>
    </Section>
  );
}
