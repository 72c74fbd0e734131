import { useState } from "react";
import type { Proposal, ProposalDecision } from "~/api/types";
import { memberLabel } from "~/features/directory/history";
import { useDraft } from "~/lib/drafts";
import { m } from "~/paraglide/messages.js";
import { ProblemBanner } from "~/ui/Banner";
import { Button } from "~/ui/Button";
import { Form } from "~/ui/Form";
import { Segments } from "~/ui/Segments";
import { Actions } from "~/ui/States";
import { TextField } from "~/ui/TextField";
import { toast } from "~/ui/Toast";
import { ProposedMember } from "./ProposedMember";
import { useAnswer } from "./proposals";
import css from "./regions.module.css";

type Answer = { outcome: "" | ProposalDecision["outcome"]; reason: string };

const NONE: Answer = { outcome: "", reason: "" };
const unsaid = ({ outcome, reason }: Answer) => !outcome || (outcome === "refused" && !reason.trim());

/** Each member is accepted, or refused with why; all of it is sent at once. */
export function AnswerForm({ proposal }: { proposal: Proposal }) {
  const { id, members } = proposal;
  const [answers, setAnswers, clear] = useDraft<Record<string, Answer>>(
    `lorntech.answer.${id}`,
    {},
    "session",
  );
  const [tried, setTried] = useState(false);
  const answer = useAnswer(proposal, () => {
    clear();
    toast(m.proposals_done());
  });
  const of = (member: string) => answers[member] ?? NONE;
  const change = (member: string, part: Partial<Answer>) =>
    setAnswers((before) => ({ ...before, [member]: { ...NONE, ...before[member], ...part } }));
  const submit = () => {
    setTried(true);
    if (answer.isPending || members.some(({ member }) => unsaid(of(member)))) return;
    answer.mutate(
      members.map(({ member }) => {
        const { outcome, reason } = of(member);
        return outcome === "refused"
          ? { member, outcome, reason: reason.trim() }
          : { member, outcome: "accepted" as const };
      }),
    );
  };
  return (
    <Form look="dense" onSubmit={submit}>
      <ProblemBanner error={answer.error} />
      {members.map((one) => {
        const { member } = one;
        const { outcome, reason } = of(member);
        return (
          <ProposedMember key={member} as="div" member={one} open>
            <div className={css.choice}>
              <Segments<Answer["outcome"]>
                label={m.proposals_answer_to({ member: memberLabel(member) })}
                value={outcome}
                choices={[
                  { value: "accepted", label: m.proposals_accept() },
                  { value: "refused", label: m.proposals_refuse() },
                ]}
                error={tried && !outcome ? m.proposals_missing() : undefined}
                onChange={(outcome) => change(member, { outcome })}
              />
            </div>
            {outcome === "refused" && (
              <TextField
                label={m.proposals_why()}
                hint={m.proposals_why_hint()}
                name={`${id}-${member}`}
                long
                rows={2}
                maxLength={1000}
                value={reason}
                onChange={(reason) => change(member, { reason })}
                error={tried && !reason.trim() ? m.proposals_why_missing() : undefined}
              />
            )}
          </ProposedMember>
        );
      })}
      <Actions>
        <Button type="submit" pending={answer.isPending}>
          {m.proposals_answer()}
        </Button>
      </Actions>
    </Form>
  );
}
