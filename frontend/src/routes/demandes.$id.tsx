import { createFileRoute, redirect } from "@tanstack/react-router";
import { one } from "~/app/search";
import { FollowError } from "~/features/service_requests/FollowError";
import { FollowPage } from "~/features/service_requests/FollowPage";
import { requestKey } from "~/features/service_requests/keys";
import { eventsQuery, messagesQuery, requestQuery } from "~/features/service_requests/queries";
import { keepAccess, tokenInFragment } from "~/lib/access";

export const Route = createFileRoute("/demandes/$id")({
  validateSearch: (search: Record<string, unknown>): { envoyee?: string | undefined } => ({
    envoyee: one(search.envoyee),
  }),
  beforeLoad: ({ location, params, context }) => {
    const token = tokenInFragment(location.hash);
    if (!token) return;
    keepAccess(params.id, token);
    context.queryClient.removeQueries({ queryKey: requestKey(params.id) });
    throw redirect({ to: "/demandes/$id", params, hash: "", replace: true });
  },
  loader: async ({ context, params }) => {
    await context.queryClient.ensureQueryData(requestQuery(params.id));
    void context.queryClient.prefetchQuery(messagesQuery(params.id));
    void context.queryClient.prefetchQuery(eventsQuery(params.id));
  },
  errorComponent: FollowError,
  component: function Follow() {
    return <FollowPage id={Route.useParams().id} justSent={Route.useSearch().envoyee === "1"} />;
  },
});
