import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { client, unwrap } from "~/api/client";
import { longDate } from "~/lib/format";
import { forgetSession } from "~/lib/session";
import { m } from "~/paraglide/messages.js";
import { ProblemBanner } from "~/ui/Banner";
import { Button } from "~/ui/Button";
import { Dialog } from "~/ui/Dialog";
import { Section } from "~/ui/Page";
import { Actions } from "~/ui/States";
import { toast } from "~/ui/Toast";
import { meQuery } from "./queries";

export function CloseSection() {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const [asking, setAsking] = useState(false);
  const close = useMutation({
    mutationFn: () => unwrap(client.DELETE("/v1/me")),
    onSuccess: async (closure) => {
      forgetSession();
      queryClient.clear();
      queryClient.setQueryData(meQuery.queryKey, null);
      await navigate({ to: "/" });
      toast(m.close_done({ date: longDate(closure.deleted_at) }));
    },
  });
  return (
    <Section title={m.close_title()}>
      <p>{m.close_text()}</p>
      <Actions>
        <Button look="secondary" onPress={() => setAsking(true)}>
          {m.close_account()}
        </Button>
      </Actions>
      <Dialog title={m.close_sure()} open={asking} onClose={() => setAsking(false)}>
        <p>{m.close_stays()}</p>
        <p>{m.close_grace()}</p>
        <ProblemBanner error={close.error} />
        <Actions>
          <Button look="danger" onPress={() => close.mutate()} pending={close.isPending}>
            {m.close_account()}
          </Button>
          <Button look="secondary" onPress={() => setAsking(false)}>
            {m.close_keep()}
          </Button>
        </Actions>
      </Dialog>
    </Section>
  );
}
