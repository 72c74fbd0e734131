import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { client, unwrap } from "~/api/client";
import { longDate } from "~/lib/format";
import { m } from "~/paraglide/messages.js";
import { ProblemBanner } from "~/ui/Banner";
import { Button } from "~/ui/Button";
import { Dialog } from "~/ui/Dialog";
import { Link } from "~/ui/Link";
import { Actions, Failed, Loading } from "~/ui/States";
import { toast } from "~/ui/Toast";
import { personQuery } from "./people";

/** One account: how to reach its person, and what an administrator may end. */
export function PersonDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const queryClient = useQueryClient();
  const query = useQuery(personQuery(id));
  const [closing, setClosing] = useState(false);
  const path = { params: { path: { id } } };
  const settled = () => queryClient.invalidateQueries({ queryKey: ["people"] });
  const end = useMutation({
    mutationFn: () => unwrap(client.DELETE("/v1/people/{id}/sessions", path)),
    onSuccess: () => toast(m.sessions_ended()),
    onSettled: settled,
  });
  const close = useMutation({
    mutationFn: () => unwrap(client.DELETE("/v1/people/{id}", path)),
    onSuccess: ({ deleted_at }) => {
      toast(m.people_closed({ date: longDate(deleted_at) }));
      onClose();
    },
    onSettled: settled,
  });
  const person = query.data;
  return (
    <Dialog title={person?.name ?? m.people_open()} open onClose={onClose}>
      {query.isPending ? (
        <Loading rows={2} />
      ) : query.isError ? (
        <Failed error={query.error} onRetry={() => query.refetch()} />
      ) : (
        person && (
          <>
            <p>
              <a href={`mailto:${person.email}`}>{person.email}</a>
            </p>
            <p>{m.people_sessions({ n: person.sessions })}</p>
            <p>
              <Link
                to="/administration/$"
                params={{ _splat: "journal" }}
                search={{ par: id }}
                preload={false}
              >
                {m.people_audit()}
              </Link>
            </p>
            <ProblemBanner error={end.error ?? close.error} />
            {closing && <p>{m.people_close_text({ name: person.name })}</p>}
            <Actions>
              {closing ? (
                <>
                  <Button look="danger" onPress={() => close.mutate()} pending={close.isPending}>
                    {m.people_close()}
                  </Button>
                  <Button look="quiet" onPress={() => setClosing(false)}>
                    {m.people_close_not()}
                  </Button>
                </>
              ) : (
                <>
                  <Button look="secondary" onPress={() => end.mutate()} pending={end.isPending}>
                    {m.people_end_sessions()}
                  </Button>
                  {person.state === "open" && (
                    <Button look="quiet" onPress={() => setClosing(true)}>
                      {m.people_close()}
                    </Button>
                  )}
                </>
              )}
            </Actions>
          </>
        )
      )}
    </Dialog>
  );
}
