import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { client, unwrap } from "~/api/client";
import type { Project } from "~/api/types";
import { m } from "~/paraglide/messages.js";
import { ProblemBanner } from "~/ui/Banner";
import { Button } from "~/ui/Button";
import { Dialog } from "~/ui/Dialog";
import { Actions } from "~/ui/States";
import { toast } from "~/ui/Toast";
import { projectQuery, projectsChanged } from "./queries";

/** What goes and what stays, before it goes. */
export default function DeleteDialog({ project, onClose }: { project: Project; onClose: () => void }) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const remove = useMutation({
    mutationFn: () =>
      unwrap(
        client.DELETE("/v1/projects/{id}", {
          params: { path: { id: project.id }, header: { "If-Match": `"${project.revision}"` } },
        }),
      ),
    onSuccess: async () => {
      await navigate({ to: "/compte/$", params: { _splat: "projets" } });
      queryClient.removeQueries({ queryKey: projectQuery(project.id).queryKey });
      await projectsChanged(queryClient);
      toast(m.project_deleted());
    },
  });
  return (
    <Dialog title={m.project_delete()} open onClose={onClose}>
      <ProblemBanner error={remove.error} />
      <p>{m.project_delete_text()}</p>
      <Actions>
        <Button look="danger" pending={remove.isPending} onPress={() => remove.isPending || remove.mutate()}>
          {m.project_delete_sure()}
        </Button>
        <Button look="quiet" onPress={onClose}>
          {m.project_back()}
        </Button>
      </Actions>
    </Dialog>
  );
}
