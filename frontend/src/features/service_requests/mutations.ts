import { useMutation, useQueryClient } from "@tanstack/react-query";
import { client, idempotent, unwrap } from "~/api/client";
import type { Reason, ServiceRequest, Status } from "~/api/types";
import { useKeyed } from "~/lib/use-keyed";
import { requestKey, requestQuery } from "./queries";

type Transition = { to: Status; reason?: Reason; note?: string };

function useAfterwards(id: string) {
  const queryClient = useQueryClient();
  return async (request?: ServiceRequest) => {
    if (request) queryClient.setQueryData(requestQuery(id).queryKey, request);
    await Promise.all([
      queryClient.invalidateQueries({ queryKey: requestKey(id) }),
      queryClient.invalidateQueries({ queryKey: ["inbox"] }),
      queryClient.invalidateQueries({ queryKey: ["service-requests", "mine"] }),
    ]);
  };
}

function postTransition(id: string, body: Transition, key: string) {
  return unwrap(
    client.POST("/v1/service-requests/{id}/transitions", {
      params: { path: { id }, header: idempotent(key) },
      body,
    }),
  );
}

export function useTransition(id: string) {
  const afterwards = useAfterwards(id);
  const { keyFor, done } = useKeyed();
  return useMutation({
    mutationFn: (body: Transition) => postTransition(id, body, keyFor([id, body])),
    onSuccess: async (request) => {
      done();
      await afterwards(request);
    },
  });
}

export function useTake(id: string) {
  const afterwards = useAfterwards(id);
  const { keyFor, done } = useKeyed();
  return useMutation({
    mutationFn: () =>
      unwrap(
        client.POST("/v1/service-requests/{id}/assignments", {
          params: { path: { id }, header: idempotent(keyFor(["take", id])) },
          body: {},
        }),
      ),
    onSuccess: async (request) => {
      done();
      await afterwards(request);
    },
  });
}

export type NewMessage = { body: string; internal?: boolean; to?: "answered" | "waiting_requester" };

/** `start`: a request that was taken but not begun is begun first, so that one press answers it. */
export function useSendMessage(id: string) {
  const afterwards = useAfterwards(id);
  const beginning = useKeyed();
  const sending = useKeyed();
  return useMutation({
    mutationFn: async ({ start, ...message }: NewMessage & { start?: boolean }) => {
      if (start) await postTransition(id, { to: "in_progress" }, beginning.keyFor(["start", id]));
      const sent = await unwrap(
        client.POST("/v1/service-requests/{id}/messages", {
          params: { path: { id }, header: idempotent(sending.keyFor([id, message])) },
          body: message,
        }),
      );
      return sent.request;
    },
    onSuccess: async (request) => {
      beginning.done();
      sending.done();
      await afterwards(request);
    },
  });
}
