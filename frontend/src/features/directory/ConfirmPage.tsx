import { useSuspenseQuery } from "@tanstack/react-query";
import { useLocation, useNavigate } from "@tanstack/react-router";
import { useLayoutEffect } from "react";
import { isStatus } from "~/api/problem";
import type { Organization } from "~/api/types";
import { accessTokenFor, keepAccess, tokenInFragment } from "~/lib/access";
import { longDate } from "~/lib/format";
import { m } from "~/paraglide/messages.js";
import { Banner, ProblemBanner } from "~/ui/Banner";
import { Breadcrumb } from "~/ui/Breadcrumb";
import { Button } from "~/ui/Button";
import { Facts, Panel } from "~/ui/Card";
import { Link } from "~/ui/Link";
import { Page, Stack } from "~/ui/Page";
import { Actions } from "~/ui/States";
import { Words } from "~/ui/Words";
import { useConfirm } from "./confirm";
import { facts } from "./facts";
import { kindLabel } from "./labels";
import { organizationQuery } from "./queries";

/** Behind the link of the yearly mail. A press, not the visit, confirms: mail programs visit links, too. */
export default function ConfirmPage({ slug }: { slug: string }) {
  const { data: organization } = useSuspenseQuery(organizationQuery(slug));
  const navigate = useNavigate();
  const given = tokenInFragment(useLocation({ select: (location) => location.hash }));
  const key = `confirm.${slug}`;
  useLayoutEffect(() => {
    if (!given) return;
    keepAccess(key, given);
    void navigate({
      to: "/annuaire/$slug/$step",
      params: { slug, step: "confirmer" },
      hash: "",
      replace: true,
    });
  }, [given, key, slug, navigate]);
  const confirm = useConfirm(organization, () => {});
  // Whoever may change the record needs no link.
  const token = organization.may_edit ? undefined : (given ?? accessTokenFor(key));
  const open = (organization.may_edit && organization.status === "published") || token;
  const page = { to: "/annuaire/$slug", params: { slug: organization.slug } } as const;
  return (
    <Page
      title={m.confirm_title({ name: organization.name })}
      longTitle
      lead={m.confirm_lead()}
      above={
        <Breadcrumb>
          <Link to="/annuaire">{m.nav_directory()}</Link>
          <Link {...page}>{organization.name}</Link>
        </Breadcrumb>
      }
    >
      <Stack>
        {confirm.isSuccess ? (
          <Banner tone="done" title={m.confirm_thanks()}>
            <p>{m.confirm_thanks_text({ date: longDate(confirm.data.confirmed_on ?? "") })}</p>
            <Link {...page} onward>
              {m.claim_back()}
            </Link>
          </Banner>
        ) : !open || isStatus(confirm.error, 410) ? (
          <Banner tone="now" title={m.link_gone_title()}>
            <p>{m.confirm_gone()}</p>
            <Link to="/annuaire/$slug/$step" params={{ ...page.params, step: "modifier" }} onward>
              {m.nav_sign_in()}
            </Link>
          </Banner>
        ) : (
          <ProblemBanner error={confirm.error} />
        )}
        <Summary organization={organization} />
        {open && !confirm.isSuccess && !isStatus(confirm.error, 410) && (
          <Actions>
            <Button pending={confirm.isPending} onPress={() => confirm.isPending || confirm.mutate(token)}>
              {m.confirm_still_right()}
            </Button>
            <Link to="/annuaire/$slug/$step" params={{ ...page.params, step: "modifier" }} button="secondary">
              {m.edit_link()}
            </Link>
          </Actions>
        )}
      </Stack>
    </Page>
  );
}

/** What the record says, to be read again. */
function Summary({ organization }: { organization: Organization }) {
  const { kinds, summary, description, sectors, confirmed_on: confirmedOn } = organization;
  return (
    <Panel title={organization.name}>
      <Facts
        items={[
          { label: m.propose_kind(), value: kinds.map(kindLabel).join(", ") },
          ...(summary ? [{ label: m.member_summary(), value: <Words text={summary} /> }] : []),
          ...(description ? [{ label: m.edit_description(), value: <Words text={description} /> }] : []),
          ...(sectors.length > 0 ? [{ label: m.edit_sectors(), value: sectors.join(", ") }] : []),
          ...facts(organization),
          ...(confirmedOn ? [{ label: m.member_confirmed_on(), value: longDate(confirmedOn) }] : []),
        ]}
      />
    </Panel>
  );
}
