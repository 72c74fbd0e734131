import { createFileRoute } from "@tanstack/react-router";
import { ClaimProofPage } from "~/features/claims/ClaimProofPage";

// Without a guard: the way back from the sign-in must not tell the token of the link.
export const Route = createFileRoute("/prises-en-charge/$id")({
  component: function ClaimProof() {
    return <ClaimProofPage id={Route.useParams().id} />;
  },
});
