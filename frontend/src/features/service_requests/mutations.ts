import { type InfiniteData, type QueryClient, useQueryClient } from "@tanstack/react-query";
import { type ChangeHeaders, type Changing, showing, useChange } from "~/api/change";
import { client, unwrap } from "~/api/client";
import type { Inbox, InboxItem, Me, Message, Reason, ServiceRequest, Status } from "~/api/types";
import { meQuery } from "~/features/identity/queries";
import { m } from "~/paraglide/messages.js";
import { toast } from "~/ui/Toast";
import { INBOX, MINE, requestKey } from "./keys";
import { messagesQuery, requestQuery } from "./queries";

export type Transition = { to: Status; reason?: Reason; note?: string };
export type NewMessage = {
  body: string;
  internal?: boolean;
  to?: "answered" | "waiting_requester";
  document_ids?: string[];
};
/** What there is now, where somebody else was quicker. */
export type Meanwhile = { request: ServiceRequest; messages: Message[] };
export type RequestChange<V> = Changing<V, Meanwhile>;

type Messages = { items: Message[] };

/** What a request and its line in an inbox have in common. */
type Shown = Pick<ServiceRequest, "status" | "assignees">;

/** The request, and its line in every inbox, as they will be. */
function showingRequest(id: string, next: (shown: Shown) => Partial<Shown>) {
  const line = (item: InboxItem) => (item.id === id ? { ...item, ...next(item) } : item);
  return [
    showing<ServiceRequest>(requestQuery(id).queryKey, (request) => ({ ...request, ...next(request) })),
    showing<InfiniteData<Inbox> | { items: InboxItem[] }[]>(INBOX, (shown) =>
      // The list that is only searched is left as it is.
      "pages" in shown
        ? { ...shown, pages: shown.pages.map((page) => ({ ...page, items: page.items.map(line) })) }
        : shown,
    ),
  ];
}

async function reread(queryClient: QueryClient, id: string): Promise<Meanwhile> {
  const known = new Set(
    queryClient.getQueryData(messagesQuery(id).queryKey)?.items.map((message) => message.id),
  );
  const [request, messages] = await Promise.all([
    queryClient.fetchQuery({ ...requestQuery(id), staleTime: 0 }),
    queryClient.fetchQuery({ ...messagesQuery(id), staleTime: 0 }),
    queryClient.invalidateQueries({ queryKey: INBOX }),
  ]);
  return { request, messages: messages.items.filter((message) => !known.has(message.id)) };
}

type Parts<V> = {
  name: string;
  send: (change: V, headers: ChangeHeaders) => Promise<ServiceRequest>;
  atOnce: (change: V) => ReturnType<typeof showing>[];
  onDone: ((change: V, request: ServiceRequest) => void) | undefined;
};

function useRequestChange<V>(id: string, { name, send, atOnce, onDone }: Parts<V>): RequestChange<V> {
  const queryClient = useQueryClient();
  return useChange<V, ServiceRequest, Meanwhile>({
    name: `lorntech.key.${name}.${id}`,
    send,
    revision: () => queryClient.getQueryData(requestQuery(id).queryKey)?.revision,
    atOnce,
    reread: () => reread(queryClient, id),
    onDone: async (request, change) => {
      queryClient.setQueryData(requestQuery(id).queryKey, request);
      onDone?.(change, request);
      await Promise.all(
        [requestKey(id), INBOX, MINE].map((queryKey) => queryClient.invalidateQueries({ queryKey })),
      );
    },
  });
}

export function useTransition(id: string, onDone?: () => void) {
  return useRequestChange<Transition>(id, {
    name: "transition",
    send: (body, header) =>
      unwrap(
        client.POST("/v1/service-requests/{id}/transitions", { params: { path: { id }, header }, body }),
      ),
    // Whether a request has left is nothing to be optimistic about.
    atOnce: ({ to }) => (to === "submitted" ? [] : showingRequest(id, () => ({ status: to }))),
    onDone,
  });
}

export function useTake(id: string) {
  const queryClient = useQueryClient();
  const taken = ({ assignees }: Shown): Shown => {
    const me: Me | null | undefined = queryClient.getQueryData(meQuery.queryKey);
    const mine = me ? [{ account_id: me.account.id, name: me.account.name, lead: true }] : [];
    const others = assignees.filter((one) => one.account_id !== me?.account.id);
    return { status: "assigned", assignees: [...mine, ...others] };
  };
  return useRequestChange<void>(id, {
    name: "take",
    send: (_, header) =>
      unwrap(
        client.POST("/v1/service-requests/{id}/assignments", { params: { path: { id }, header }, body: {} }),
      ),
    atOnce: () => showingRequest(id, taken),
    onDone: () => toast(m.work_taken()),
  });
}

export type Assign = { account_id: string; lead: boolean };

export function useAssign(id: string, onDone: () => void) {
  return useRequestChange<Assign>(id, {
    name: "assign",
    send: (body, header) =>
      unwrap(
        client.POST("/v1/service-requests/{id}/assignments", { params: { path: { id }, header }, body }),
      ),
    atOnce: () => [],
    onDone,
  });
}

export function useMerge(id: string, onDone: () => void) {
  return useRequestChange<{ duplicate_id: string }>(id, {
    name: "merge",
    send: (body, header) =>
      unwrap(client.POST("/v1/service-requests/{id}/merges", { params: { path: { id }, header }, body })),
    atOnce: () => [],
    onDone,
  });
}

export type HandOver = { totem_id: string; service_id: string; note?: string };

export function useHandOver(id: string, onDone: (request: ServiceRequest) => void) {
  return useRequestChange<HandOver>(id, {
    name: "hand-over",
    send: (body, header) =>
      unwrap(
        client.POST("/v1/service-requests/{id}/assignments", { params: { path: { id }, header }, body }),
      ),
    // It leaves, or it does not.
    atOnce: () => [],
    onDone: (_, request) => onDone(request),
  });
}

export type Rate = { score: number; comment?: string };

export function useRate(id: string, onDone: () => void) {
  return useRequestChange<Rate>(id, {
    name: "rating",
    send: (body, header) =>
      unwrap(
        client.POST("/v1/service-requests/{id}/satisfaction", { params: { path: { id }, header }, body }),
      ),
    atOnce: () => [],
    onDone,
  });
}

/** An id for what the service has not yet named. */
export const UNSENT = "unsent";

export function useSendMessage(id: string, as: "agent" | "requester", onSent: (message: NewMessage) => void) {
  const queryClient = useQueryClient();
  return useRequestChange<NewMessage>(id, {
    name: "message",
    send: async (body, header) => {
      const params = { path: { id }, header };
      return (await unwrap(client.POST("/v1/service-requests/{id}/messages", { params, body }))).request;
    },
    atOnce: ({ body, internal, to }) => [
      ...(to ? showingRequest(id, () => ({ status: to })) : []),
      showing<Messages>(messagesQuery(id).queryKey, (shown) => ({
        ...shown,
        items: [
          ...shown.items,
          {
            id: UNSENT,
            author: { kind: as, name: queryClient.getQueryData(meQuery.queryKey)?.account.name ?? null },
            body,
            internal: internal ?? false,
            created_at: new Date().toISOString(),
          },
        ],
      })),
    ],
    onDone: onSent,
  });
}
