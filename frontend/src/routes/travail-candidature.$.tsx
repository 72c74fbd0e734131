import { createFileRoute } from "@tanstack/react-router";
import { WorkspaceStepPage } from "~/features/candidacies/WorkspaceStepPage";
import { requireMe } from "~/features/identity/guard";

// One route for all, for each weighs on the first load of every page: the files, and of one its plan, its criteria and
// what was recommended to it.
export const Route = createFileRoute("/travail-candidature/$")({
  beforeLoad: ({ context, location }) => requireMe(context.queryClient, location.href),
  component: function Workspace() {
    const { _splat } = Route.useParams();
    return <WorkspaceStepPage step={_splat ?? ""} />;
  },
});
