import { useMutation, useQueryClient } from "@tanstack/react-query";
import { client, idempotent, unwrap } from "~/api/client";
import type { Reason, ServiceRequest, Status } from "~/api/types";
import { useKeyed } from "~/lib/use-keyed";
import { m } from "~/paraglide/messages.js";
import { toast } from "~/ui/Toast";
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

// What follows a success (`onDone`, `onSent`) belongs to the mutation, not to its call: the change often takes the
// button or form that made it off the page, and react-query drops the callbacks of a call whose component is gone.

export function useTransition(id: string, onDone?: () => void) {
  const afterwards = useAfterwards(id);
  const { keyFor, done } = useKeyed();
  return useMutation({
    mutationFn: (body: Transition) => postTransition(id, body, keyFor([id, body])),
    onSuccess: async (request) => {
      done();
      onDone?.();
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
      toast(m.work_taken());
      await afterwards(request);
    },
  });
}

export type NewMessage = { body: string; internal?: boolean; to?: "answered" | "waiting_requester" };

export function useSendMessage(id: string, onSent: (message: NewMessage) => void) {
  const afterwards = useAfterwards(id);
  const { keyFor, done } = useKeyed();
  return useMutation({
    mutationFn: async (message: NewMessage) => {
      const sent = await unwrap(
        client.POST("/v1/service-requests/{id}/messages", {
          params: { path: { id }, header: idempotent(keyFor([id, message])) },
          body: message,
        }),
      );
      return sent.request;
    },
    onSuccess: async (request, message) => {
      done();
      onSent(message);
      await afterwards(request);
    },
  });
}
