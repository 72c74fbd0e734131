import { createFileRoute } from "@tanstack/react-router";
import { CandidacyPage } from "~/features/candidacies/CandidacyPage";
import { candidacyQuery } from "~/features/candidacies/queries";

export const Route = createFileRoute("/candidature")({
  loader: ({ context }) => context.queryClient.ensureQueryData(candidacyQuery),
  component: CandidacyPage,
});
