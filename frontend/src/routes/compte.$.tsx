import { createFileRoute } from "@tanstack/react-router";
import { AccountStepPage } from "~/features/identity/AccountStepPage";
import { requireMe } from "~/features/identity/guard";

/** Steps that need a session. */
const OWN = [
  "",
  "securite",
  "fiches",
  "recherches",
  "reservations",
  "donnees",
  "notifications",
  "clients-api",
];

// One route for all, for each weighs on the first load of every page: the account itself, and the steps to it.
export const Route = createFileRoute("/compte/$")({
  beforeLoad: async ({ context, location, params }) => {
    const step = params._splat ?? "";
    const own =
      OWN.includes(step) ||
      ["relier", "webhooks", "projets", "objectifs", "evaluations"].includes(step.split("/")[0] ?? "");
    if (own) await requireMe(context.queryClient, location.href);
  },
  component: function AccountStep() {
    const { _splat } = Route.useParams();
    return <AccountStepPage key={_splat} step={_splat ?? ""} />;
  },
});
