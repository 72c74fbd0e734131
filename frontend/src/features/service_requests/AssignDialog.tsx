import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { fieldErrors } from "~/api/problem";
import type { ServiceRequest, TotemAgent } from "~/api/types";
import { totemAgentsQuery } from "~/features/totems/queries";
import { longDate, number } from "~/lib/format";
import { todayInParis } from "~/lib/working-days";
import { m } from "~/paraglide/messages.js";
import { Button } from "~/ui/Button";
import { ChoiceCards } from "~/ui/Choices";
import { Dialog } from "~/ui/Dialog";
import { Form } from "~/ui/Form";
import { Segments } from "~/ui/Segments";
import { Actions, Failed, Loading } from "~/ui/States";
import { toast } from "~/ui/Toast";
import { useAssign } from "./mutations";
import { RequestTrouble } from "./RequestTrouble";
import { canAssign } from "./status";

/** What somebody has to do, and whether they are there to do it. */
function standing({ absence, open_requests, overdue_requests }: TotemAgent): string {
  const load = m.assign_load({ count: open_requests, n: number(open_requests) });
  const late = overdue_requests > 0 && m.assign_late({ n: number(overdue_requests) });
  const today = todayInParis();
  const dates = absence && { from: longDate(absence.from_on), until: longDate(absence.until_on) };
  const away =
    absence && dates && (absence.from_on <= today ? m.assign_away(dates) : m.assign_away_soon(dates));
  return [away, load, late].filter(Boolean).join(" · ");
}

/** The request is given to somebody of the site, to answer for it or to help. */
export default function AssignDialog({ file, onClose }: { file: ServiceRequest; onClose: () => void }) {
  const agents = useQuery(totemAgentsQuery(file.totem.slug));
  const [chosen, setChosen] = useState<string>();
  const [role, setRole] = useState<"lead" | "help">("lead");
  const [tried, setTried] = useState(false);
  const name = agents.data?.items.find((one) => one.account_id === chosen)?.name;
  const assign = useAssign(file.id, () => {
    onClose();
    toast(m.assign_done({ name: name ?? "" }));
  });
  return (
    <Dialog title={m.assign_title()} open onClose={onClose}>
      <Form
        look="dense"
        onSubmit={() => {
          setTried(true);
          if (!chosen || assign.isPending) return;
          assign.send({ account_id: chosen, lead: role === "lead" });
        }}
      >
        <RequestTrouble
          change={assign}
          reader="agent"
          mine={() => name}
          stillPossible={(_, now) => canAssign(now.status)}
          known={["account_id"]}
        />
        {agents.isPending && <Loading rows={3} />}
        {agents.isLoadingError && <Failed error={agents.error} onRetry={() => agents.refetch()} />}
        {agents.data && (
          <ChoiceCards
            label={m.assign_who()}
            choices={agents.data.items.map((agent) => ({
              value: agent.account_id,
              title: agent.name,
              text: standing(agent),
            }))}
            value={chosen}
            onChange={setChosen}
            error={
              tried && !chosen ? m.assign_missing() : fieldErrors(assign.error, ["account_id"]).account_id
            }
          />
        )}
        <Segments
          label={m.assign_role()}
          choices={[
            { value: "lead", label: m.assign_lead() },
            { value: "help", label: m.assign_help() },
          ]}
          value={role}
          onChange={setRole}
        />
        <Actions>
          <Button type="submit" pending={assign.isPending}>
            {m.assign_send()}
          </Button>
          <Button look="quiet" onPress={onClose}>
            {m.work_hand_over_not()}
          </Button>
        </Actions>
      </Form>
    </Dialog>
  );
}
