import { createFileRoute } from "@tanstack/react-router";
import { one } from "~/app/search";
import { firstDay, periodOf } from "~/features/totems/periods";
import { totemQuery, totemStatisticsQuery } from "~/features/totems/queries";
import { TotemFiguresPage } from "~/features/totems/TotemFiguresPage";

function validFigures({ periode }: Record<string, unknown>): { periode?: string | undefined } {
  return { periode: one(periode) };
}

export const Route = createFileRoute("/totems/$slug_/chiffres")({
  validateSearch: validFigures,
  // Not by its period: the page stays, and with it the focus, while the figures of another one arrive.
  loader: ({ context, params, location }) =>
    Promise.all([
      context.queryClient.ensureQueryData(totemQuery(params.slug)),
      context.queryClient.ensureQueryData(
        totemStatisticsQuery(params.slug, firstDay(periodOf(validFigures(location.search).periode))),
      ),
    ]),
  component: function Figures() {
    return <TotemFiguresPage slug={Route.useParams().slug} period={periodOf(Route.useSearch().periode)} />;
  },
});
