import type { ReactNode } from "react";
import type { ProposalMember } from "~/api/types";
import { same } from "~/features/directory/compare";
import { memberLabel, valueText } from "~/features/directory/history";
import { Value } from "~/features/directory/Value";
import { m } from "~/paraglide/messages.js";
import css from "./regions.module.css";

type Props = { as: "li" | "div"; member: ProposalMember; open: boolean; children?: ReactNode };

/** A member as it is, beside what a region proposes; what follows is the answer. */
export function ProposedMember({ as: Tag, member, open, children }: Props) {
  const here = open ? member.current : member.before;
  return (
    <Tag className={css.member}>
      <strong>{memberLabel(member.member)}</strong>
      <dl className={css.pair}>
        <div>
          <dt>{open ? m.proposals_now() : m.proposals_then()}</dt>
          <dd>
            <Value member={member.member} value={here} />
          </dd>
        </div>
        <div>
          <dt>{m.proposals_proposed()}</dt>
          <dd>
            <Value member={member.member} value={member.proposed} />
          </dd>
        </div>
      </dl>
      {member.changed_since && !same(member.current, member.before) && (
        <p className={css.meta}>
          {member.before == null
            ? m.proposals_changed()
            : m.proposals_changed_from({ before: valueText(member.member, member.before) })}
        </p>
      )}
      {children}
    </Tag>
  );
}
