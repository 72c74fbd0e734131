import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { type Change, useStream } from "~/api/stream";
import { meQuery, useMe } from "~/features/identity/queries";
import { INBOX, MINE, REQUESTS, requestKey } from "./keys";
import { requestQuery } from "./queries";

/** By then the service has told people of a change, in milliseconds. */
const NOTICED = 3000;

function listener(queryClient: QueryClient) {
  const read = (queryKey: readonly unknown[]) => void queryClient.invalidateQueries({ queryKey });
  const isNew = ({ collection, id, revision }: Change) =>
    // One's own change is on the page already, and so is what came with it.
    collection === "service_requests" &&
    (queryClient.getQueryData(requestQuery(id).queryKey)?.revision ?? 0) < revision;
  return {
    changed(changes: Change[]) {
      // A request may have left for another site, and nothing else tells of it.
      if (changes.some(({ collection }) => collection === "totems")) read(INBOX);
      const news = changes.filter(isNew);
      for (const { id } of news) read(requestKey(id));
      if (news.length > 0) {
        read(INBOX);
        read(MINE);
        // What is said of it leaves a moment later.
        setTimeout(() => read(["me", "notifications"]), NOTICED);
      }
    },
    missed() {
      read(REQUESTS);
      read(INBOX);
    },
    refused: () => read(meQuery.queryKey),
  };
}

/** Keeps the requests on the page as they are. Without an account, or while the connection fails, it says false. */
export function useLiveRequests(): boolean {
  const queryClient = useQueryClient();
  const signedIn = Boolean(useMe());
  return useStream(
    signedIn,
    useMemo(() => listener(queryClient), [queryClient]),
  );
}
