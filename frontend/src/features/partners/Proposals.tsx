import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Proposal } from "~/api/types";
import { dateTime } from "~/lib/format";
import { m } from "~/paraglide/messages.js";
import { Badge, type BadgeTone } from "~/ui/Badge";
import { Link } from "~/ui/Link";
import { Results } from "~/ui/Results";
import { Segments } from "~/ui/Segments";
import { Empty } from "~/ui/States";
import { AnswerForm } from "./AnswerForm";
import { ProposedMember } from "./ProposedMember";
import { proposalsQuery } from "./proposals";
import css from "./regions.module.css";
import { REGIONS } from "./words";

type View = "ouvertes" | "closes";

const STANDS: Record<Proposal["status"], { words: () => string; tone: BadgeTone }> = {
  open: { words: m.proposals_open, tone: "now" },
  settled: { words: m.proposals_settled, tone: "done" },
  withdrawn: { words: m.proposals_withdrawn, tone: "plain" },
  ended: { words: m.proposals_ended, tone: "plain" },
};

/** What regions propose to change, the oldest first; and what became of it. Of one record its name is known. */
export function Proposals({ target, level = 3 }: { target?: string; level?: 2 | 3 }) {
  const [view, setView] = useState<View>("ouvertes");
  const query = useInfiniteQuery(proposalsQuery(view === "closes", target));
  const none =
    view === "closes" ? (
      <Empty title={m.proposals_none_over()} />
    ) : (
      <Empty title={m.proposals_none()}>{m.proposals_none_text()}</Empty>
    );
  return (
    <>
      <div className={css.view}>
        <Segments<View>
          label={m.proposals_view()}
          value={view}
          choices={[
            { value: "ouvertes", label: m.proposals_open() },
            { value: "closes", label: m.proposals_over() },
          ]}
          onChange={setView}
        />
      </div>
      <Results query={query} rows={2} empty={none}>
        {(items) => (
          <ul className={css.entries}>
            {items.map((proposal) => (
              <li key={proposal.id}>
                <Item proposal={proposal} level={level} named={!target} />
              </li>
            ))}
          </ul>
        )}
      </Results>
    </>
  );
}

function Item({ proposal, level, named }: { proposal: Proposal; level: 2 | 3; named: boolean }) {
  const { organization, authority, status, members, reason } = proposal;
  const Heading = `h${level}` as const;
  const { words, tone } = STANDS[status];
  const when = proposal.settled_at ?? proposal.created_at;
  const says = m.proposals_region_says({ region: REGIONS[authority](), date: dateTime(when) });
  const name = organization?.name ?? m.proposals_gone();
  return (
    <>
      <Heading className={css.name}>
        {!named ? (
          says
        ) : organization ? (
          <Link to="/annuaire/$slug" params={{ slug: organization.slug }}>
            {name}
          </Link>
        ) : (
          name
        )}
        {status !== "open" && <Badge tone={tone}>{words()}</Badge>}
      </Heading>
      {named && <p className={css.meta}>{says}</p>}
      <blockquote>{reason}</blockquote>
      {status === "open" ? (
        <AnswerForm key={proposal.id} proposal={proposal} />
      ) : (
        <ul className={css.members}>
          {members.map((member) => (
            <ProposedMember key={member.member} as="li" member={member} open={false}>
              {member.outcome && (
                <p>
                  <Badge tone={member.outcome === "accepted" ? "done" : "plain"}>
                    {member.outcome === "accepted" ? m.proposals_accepted() : m.proposals_refused()}
                  </Badge>{" "}
                  {member.reason}
                </p>
              )}
            </ProposedMember>
          ))}
        </ul>
      )}
    </>
  );
}
