import { createFileRoute } from "@tanstack/react-router";
import { AccountStepPage } from "~/features/identity/AccountStepPage";
import { requireMe } from "~/features/identity/guard";

// One route for all, for each weighs on the first load of every page: the account itself, and the steps to it.
export const Route = createFileRoute("/compte/$")({
  beforeLoad: async ({ context, location, params }) => {
    if (!params._splat) await requireMe(context.queryClient, location.href);
  },
  component: function AccountStep() {
    const { _splat } = Route.useParams();
    return <AccountStepPage key={_splat} step={_splat ?? ""} />;
  },
});
