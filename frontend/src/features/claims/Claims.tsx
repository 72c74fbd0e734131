import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Claim } from "~/api/types";
import css from "~/features/directory/directory.module.css";
import { useDraft } from "~/lib/drafts";
import { longDate } from "~/lib/format";
import { m } from "~/paraglide/messages.js";
import { Badge } from "~/ui/Badge";
import { ProblemBanner } from "~/ui/Banner";
import { Button } from "~/ui/Button";
import { Dialog } from "~/ui/Dialog";
import { Form } from "~/ui/Form";
import { Link } from "~/ui/Link";
import { Results } from "~/ui/Results";
import { Actions, Empty } from "~/ui/States";
import { TextField } from "~/ui/TextField";
import { toast } from "~/ui/Toast";
import { claimStatusLabel } from "./labels";
import { claimQuery, claimsQuery, useMoveClaim } from "./queries";

const DONE: Partial<Record<Claim["status"], () => string>> = {
  accepted: m.claim_accepted_toast,
  refused: m.claim_refused_toast,
  withdrawn: m.claim_withdrawn,
};

/** Claims that wait for a moderator, or one's own. */
export function Claims({ mine, level }: { mine: boolean; level: 2 | 3 }) {
  const query = useInfiniteQuery(claimsQuery(mine));
  return (
    <Results
      query={query}
      rows={2}
      empty={<Empty title={m.claims_none()}>{mine ? m.claims_none_mine() : m.claims_none_text()}</Empty>}
    >
      {(claims) => (
        <ul className={css.entries}>
          {claims.map((claim) => (
            <ClaimItem key={claim.id} claim={claim} mine={mine} level={level} />
          ))}
        </ul>
      )}
    </Results>
  );
}

function ClaimItem({ claim, mine, level }: { claim: Claim; mine: boolean; level: 2 | 3 }) {
  const Heading = level === 2 ? "h2" : "h3";
  const [refusing, setRefusing] = useState(false);
  const move = useMoveClaim(claim.id, (moved) => {
    setRefusing(false);
    const said = DONE[moved.status];
    if (said) toast(said());
  });
  const { name, slug } = claim.organization;
  const may = (to: Claim["status"]) => claim.allowed_transitions.includes(to);
  return (
    <li>
      <Heading>
        <Link to="/annuaire/$slug" params={{ slug }}>
          {name}
        </Link>{" "}
        {mine && (
          <Badge tone={claim.status === "accepted" ? "done" : "now"}>{claimStatusLabel(claim.status)}</Badge>
        )}
      </Heading>
      {claim.message && <p className={css.note}>{claim.message}</p>}
      {claim.note && <p className={css.note}>{m.claim_note({ note: claim.note })}</p>}
      <p className={css.meta}>
        {!mine && (
          <>
            <span>{claim.claimant}</span>
            <Address id={claim.id} of={claim.claimant ?? ""} />
          </>
        )}
        <span>{m.claim_made({ date: longDate(claim.created_at) })}</span>
        {mine && claim.status === "awaiting_proof" && <span>{claim.email}</span>}
      </p>
      <ProblemBanner error={move.error} />
      <Actions>
        {!mine && may("accepted") && (
          <Button
            small
            aria-label={`${m.claim_accept()}, ${name}`}
            pending={move.isPending && move.variables.to === "accepted"}
            onPress={() => move.isPending || move.mutate({ to: "accepted" })}
          >
            {m.claim_accept()}
          </Button>
        )}
        {may("refused") && (
          <Button
            small
            look="secondary"
            aria-label={`${m.claim_refuse()}, ${name}`}
            onPress={() => setRefusing(true)}
          >
            {m.claim_refuse()}
          </Button>
        )}
        {may("withdrawn") && (
          <Button
            small
            look="secondary"
            aria-label={`${m.claim_withdraw()}, ${name}`}
            pending={move.isPending}
            onPress={() => move.isPending || move.mutate({ to: "withdrawn" })}
          >
            {m.claim_withdraw()}
          </Button>
        )}
      </Actions>
      {refusing && (
        <RefuseClaim
          claim={claim}
          pending={move.isPending}
          onRefuse={(note) => move.isPending || move.mutate({ to: "refused", note })}
          onClose={() => setRefusing(false)}
        />
      )}
    </li>
  );
}

/** Where to ask back, read when it is wanted. */
function Address({ id, of }: { id: string; of: string }) {
  const [wanted, setWanted] = useState(false);
  const query = useQuery({ ...claimQuery(id), enabled: wanted });
  const email = query.data?.email;
  if (email) return <a href={`mailto:${email}`}>{email}</a>;
  return (
    <Button
      small
      look="quiet"
      aria-label={`${m.claim_address()}, ${of}`}
      pending={query.isFetching}
      onPress={() => setWanted(true)}
    >
      {m.claim_address()}
    </Button>
  );
}

function RefuseClaim({
  claim,
  pending,
  onRefuse,
  onClose,
}: {
  claim: Claim;
  pending: boolean;
  onRefuse: (note: string) => void;
  onClose: () => void;
}) {
  const [note, setNote] = useDraft(`lorntech.claim.refuse.${claim.id}`, "", "session");
  const [tried, setTried] = useState(false);
  return (
    <Dialog title={m.claim_refuse_title({ name: claim.organization.name })} open onClose={onClose}>
      <Form
        look="dense"
        onSubmit={() => {
          setTried(true);
          if (note.trim()) onRefuse(note.trim());
        }}
      >
        <TextField
          label={m.step_note()}
          hint={m.claim_refuse_hint()}
          long
          rows={3}
          maxLength={2000}
          value={note}
          onChange={setNote}
          error={tried && !note.trim() ? m.work_refuse_note_missing() : undefined}
        />
        <Actions>
          <Button type="submit" look="danger" pending={pending}>
            {m.claim_refuse()}
          </Button>
          <Button look="quiet" onPress={onClose}>
            {m.step_not()}
          </Button>
        </Actions>
      </Form>
    </Dialog>
  );
}
