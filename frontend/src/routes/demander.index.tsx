import { createFileRoute } from "@tanstack/react-router";
import { one } from "~/app/search";
import { meQuery } from "~/features/identity/queries";
import { AskPage } from "~/features/service_requests/AskPage";
import type { AskSearch } from "~/features/service_requests/ask";
import { totemsQuery } from "~/features/totems/queries";
import { hadSession } from "~/lib/session";

export const Route = createFileRoute("/demander/")({
  validateSearch: (search: Record<string, unknown>): AskSearch => ({
    besoin: one(search.besoin),
    totem: one(search.totem),
    service: one(search.service),
    etape: one(search.etape),
    mots: one(search.mots),
    projet: one(search.projet),
  }),
  loader: async ({ context }) => {
    await Promise.all([
      context.queryClient.ensureQueryData(totemsQuery),
      hadSession() ? context.queryClient.ensureQueryData(meQuery) : null,
    ]);
  },
  component: function Ask() {
    return <AskPage search={Route.useSearch()} />;
  },
});
