import { createFileRoute } from "@tanstack/react-router";
import { one } from "~/app/search";
import { firstDay, periodOf } from "~/features/totems/periods";
import { totemQuery, totemStatisticsQuery } from "~/features/totems/queries";
import { TotemFiguresPage } from "~/features/totems/TotemFiguresPage";

export const Route = createFileRoute("/totems/$slug_/chiffres")({
  validateSearch: ({ periode }: Record<string, unknown>): { periode?: string | undefined } => ({
    periode: one(periode),
  }),
  loaderDeps: ({ search }) => search,
  loader: ({ context, params, deps }) =>
    Promise.all([
      context.queryClient.ensureQueryData(totemQuery(params.slug)),
      context.queryClient.ensureQueryData(
        totemStatisticsQuery(params.slug, firstDay(periodOf(deps.periode))),
      ),
    ]),
  component: function Figures() {
    return <TotemFiguresPage slug={Route.useParams().slug} period={periodOf(Route.useSearch().periode)} />;
  },
});
