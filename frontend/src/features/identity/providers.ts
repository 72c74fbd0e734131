import { queryOptions, useMutation } from "@tanstack/react-query";
import { client, unwrap } from "~/api/client";
import { forget, recall, remember } from "~/lib/storage";

// Where somebody goes on who comes back from a provider.
const BACK = "lorntech.provider-back";

export const providersQuery = queryOptions({
  queryKey: ["providers"],
  queryFn: () => unwrap(client.GET("/v1/sessions/oidc")),
  staleTime: 60 * 60_000,
});

export const identitiesQuery = queryOptions({
  queryKey: ["me", "identities"],
  queryFn: () => unwrap(client.GET("/v1/me/identities")),
});

/** Sends the browser to a provider; it comes back to `/compte/retour/{provider}`. */
export function useLeave(purpose: "sign_in" | "link", back?: string) {
  return useMutation({
    mutationFn: (provider: string) =>
      unwrap(
        client.POST("/v1/sessions/oidc/{provider}", { params: { path: { provider } }, body: { purpose } }),
      ),
    onSuccess: ({ authorization_url }) => {
      if (back) remember(BACK, back, "plain", "session");
      else forget(BACK, "session");
      window.location.assign(authorization_url);
    },
  });
}

export function wayBack(): string | undefined {
  const back = recall<string>(BACK, "plain", "session");
  forget(BACK, "session");
  return back;
}
