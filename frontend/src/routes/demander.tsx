import { createFileRoute } from "@tanstack/react-router";
import { NotFoundPage } from "~/app/pages";
import { one } from "~/app/search";

export const Route = createFileRoute("/demander")({
  validateSearch: (
    search: Record<string, unknown>,
  ): { besoin?: string; totem?: string; service?: string; etape?: string } => ({
    besoin: one(search.besoin),
    totem: one(search.totem),
    service: one(search.service),
    etape: one(search.etape),
  }),
  component: NotFoundPage,
});
