import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { ServiceRequest } from "~/api/types";
import { planDate } from "~/lib/format";
import { m } from "~/paraglide/messages.js";
import { Banner } from "~/ui/Banner";
import { Button } from "~/ui/Button";
import { Dialog } from "~/ui/Dialog";
import { Link } from "~/ui/Link";
import { Actions } from "~/ui/States";
import { toast } from "~/ui/Toast";
import { useMerge } from "./mutations";
import { duplicatesQuery } from "./queries";
import { RequestTrouble } from "./RequestTrouble";
import css from "./work.module.css";

type Duplicate = { id: string; reference: string; subject: string; submitted_at: string };

/** Other open requests of whoever asked: the same thing twice is joined, what is something else stays. */
export default function Duplicates({ request }: { request: ServiceRequest }) {
  const [chosen, setChosen] = useState<Duplicate>();
  const { data } = useQuery(duplicatesQuery(request.id));
  if (!data?.items.length) return null;
  return (
    <Banner still title={m.duplicates_title({ name: request.contact.name })}>
      <ul className={css.others}>
        {data.items.map((one) => (
          <li key={one.id}>
            <p>
              <Link to="/travail/$totem/$id" params={{ totem: request.totem.slug, id: one.id }}>
                {one.subject}
              </Link>{" "}
              {m.duplicates_of({ reference: one.reference, date: planDate(one.submitted_at) })}
            </p>
            <Button look="secondary" small onPress={() => setChosen(one)}>
              {m.duplicates_join()}
              <span className="visually-hidden"> {one.reference}</span>
            </Button>
          </li>
        ))}
      </ul>
      {chosen && <JoinDialog request={request} duplicate={chosen} onClose={() => setChosen(undefined)} />}
    </Banner>
  );
}

function JoinDialog(props: { request: ServiceRequest; duplicate: Duplicate; onClose: () => void }) {
  const { request, duplicate, onClose } = props;
  const merge = useMerge(request.id, () => {
    onClose();
    toast(m.duplicates_joined({ reference: duplicate.reference }));
  });
  return (
    <Dialog title={m.duplicates_join_title({ reference: duplicate.reference })} open onClose={onClose}>
      <p>{m.duplicates_join_text({ kept: request.reference, reference: duplicate.reference })}</p>
      <RequestTrouble
        change={merge}
        reader="agent"
        mine={() => duplicate.reference}
        stillPossible={(_, now) => !["closed", "rejected", "expired", "cancelled"].includes(now.status)}
      />
      <Actions>
        <Button
          look="danger"
          pending={merge.isPending}
          onPress={() => merge.send({ duplicate_id: duplicate.id })}
        >
          {m.duplicates_join()}
        </Button>
        <Button look="quiet" onPress={onClose}>
          {m.duplicates_join_not()}
        </Button>
      </Actions>
    </Dialog>
  );
}
