import { useInfiniteQuery } from "@tanstack/react-query";
import { useMe, workplaces } from "~/features/identity/queries";
import { m } from "~/paraglide/messages.js";
import { Breadcrumb } from "~/ui/Breadcrumb";
import { Link } from "~/ui/Link";
import { membersQuery } from "./queries";
import { RightsPage } from "./RightsPage";

/** Who works at a Totem. */
export function TeamPage({ totem }: { totem: string }) {
  const me = useMe();
  const members = useInfiniteQuery(membersQuery({ totem }));
  const name =
    members.data?.pages[0]?.items[0]?.totem?.name ??
    workplaces(me).find((one) => one.slug === totem || one.id === totem)?.name;
  return (
    <RightsPage
      place={{ totem }}
      title={name ? m.team_title({ totem: name }) : m.team_title_plain()}
      lead={m.team_lead()}
      above={
        <Breadcrumb>
          <Link to="/travail/$totem" params={{ totem }}>
            {m.inbox_back()}
          </Link>
        </Breadcrumb>
      }
    />
  );
}
