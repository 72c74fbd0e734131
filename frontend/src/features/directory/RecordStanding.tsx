import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { Organization } from "~/api/types";
import { useMe } from "~/features/identity/queries";
import { isModerator } from "~/features/members/roles";
import { proposalsQuery } from "~/features/partners/proposals";
import { m } from "~/paraglide/messages.js";
import { Banner, ProblemBanner } from "~/ui/Banner";
import { Button } from "~/ui/Button";
import { Link } from "~/ui/Link";
import { toast } from "~/ui/Toast";
import { useConfirm } from "./confirm";
import css from "./directory.module.css";
import { RecordSteps } from "./RecordSteps";
import { reviewReasonLabel, statusLabel } from "./steps";

/** Where a record stands, why, and what comes next, for those who have something to do with it. */
export default function RecordStanding({ organization }: { organization: Organization }) {
  const navigate = useNavigate();
  const me = useMe();
  const { status, review } = organization;
  const confirm = useConfirm(organization, () => toast(m.confirm_thanks()));
  const proposals = useInfiniteQuery({
    ...proposalsQuery(false, organization.id),
    enabled: organization.may_edit && status === "published",
  });
  const proposed = proposals.data?.pages.some(({ items }) => items.length > 0);
  return (
    <section className={css.standing} aria-label={m.record_standing()}>
      {status !== "published" && (
        <Banner tone={status === "pending_review" ? "info" : "now"} title={statusLabel(status)}>
          {review && (
            <p>
              {m.record_reason({ reason: reviewReasonLabel(review.reason) })}
              {review.note && <span className={css.note}>{review.note}</span>}
            </p>
          )}
          {status === "pending_review" && <p>{m.organization_pending_text()}</p>}
          {status === "sent_back" && <p>{m.record_sent_back_text()}</p>}
        </Banner>
      )}
      {proposed && (
        <Banner tone="now" title={m.proposals_waiting()}>
          <p>
            <Link to="/annuaire/$slug/$step" params={{ slug: organization.slug, step: "propositions" }}>
              {m.proposals_read()}
            </Link>
          </p>
        </Banner>
      )}
      <ProblemBanner error={confirm.error} />
      <RecordSteps
        record={organization}
        more={
          organization.may_edit && (
            <>
              {status === "published" && (
                <Button
                  look="secondary"
                  pending={confirm.isPending}
                  onPress={() => confirm.isPending || confirm.mutate(undefined)}
                >
                  {m.confirm_still_right()}
                </Button>
              )}
              <Link
                to="/annuaire/$slug/$step"
                params={{ slug: organization.slug, step: "modifier" }}
                button="secondary"
              >
                {m.edit_link()}
              </Link>
              {isModerator(me) && (
                <Link
                  to="/annuaire/$slug/$step"
                  params={{ slug: organization.slug, step: "reunir" }}
                  button="quiet"
                >
                  {m.merge_link()}
                </Link>
              )}
            </>
          )
        }
        onMoved={(moved) => moved.status === "deleted" && void navigate({ to: "/annuaire" })}
      />
    </section>
  );
}
