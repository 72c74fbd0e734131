import { createFileRoute } from "@tanstack/react-router";
import { one } from "~/app/search";
import { SignInPage } from "~/features/identity/SignInPage";

export const Route = createFileRoute("/connexion")({
  validateSearch: (search: Record<string, unknown>): { retour?: string | undefined } => ({
    retour: one(search.retour),
  }),
  component: function SignIn() {
    return <SignInPage back={Route.useSearch().retour} />;
  },
});
