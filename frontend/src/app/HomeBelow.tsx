import { useQuery } from "@tanstack/react-query";
import { OrganizationItems } from "~/features/directory/OrganizationItems";
import { recentOrganizationsQuery } from "~/features/directory/queries";
import { ObjectiveStrip } from "~/features/objectives/ObjectiveStrip";
import { objectivesQuery, trajectoriesQuery } from "~/features/objectives/queries";
import { downstreamFirst } from "~/features/totems/labels";
import { allTotemStatisticsQuery, totemsQuery } from "~/features/totems/queries";
import { TotemRows } from "~/features/totems/TotemRows";
import { m } from "~/paraglide/messages.js";
import { Link } from "~/ui/Link";
import { Section, wrapClass } from "~/ui/Page";
import { Failed, Loading } from "~/ui/States";
import css from "./home.module.css";

export default function HomeBelow() {
  const totems = useQuery(totemsQuery);
  const statistics = useQuery(allTotemStatisticsQuery);
  const objectives = useQuery(objectivesQuery);
  const courses = useQuery(trajectoriesQuery);
  const recent = useQuery(recentOrganizationsQuery);
  return (
    <>
      <div className={css.band}>
        <div className={wrapClass}>
          <Section
            title={m.home_totems()}
            more={
              <Link to="/totems" onward>
                {m.home_totems_more()}
              </Link>
            }
          >
            {totems.isPending ? (
              <Loading />
            ) : totems.isError ? (
              <Failed error={totems.error} onRetry={() => totems.refetch()} />
            ) : (
              <TotemRows totems={downstreamFirst(totems.data.items)} statistics={statistics.data} />
            )}
          </Section>
        </div>
      </div>
      <div className={`${wrapClass} ${css.sections}`}>
        <Section title={m.home_objectives()}>
          <p>{m.home_objectives_text()}</p>
          {objectives.isPending ? (
            <Loading />
          ) : objectives.isError ? (
            <Failed error={objectives.error} onRetry={() => objectives.refetch()} />
          ) : (
            <ObjectiveStrip objectives={objectives.data.items} courses={courses.data?.items} />
          )}
          <p>
            <Link to="/objectifs" onward>
              {m.home_objectives_more()}
            </Link>
          </p>
        </Section>
        <Section title={m.home_recent()}>
          {recent.isPending ? (
            <Loading />
          ) : recent.isError ? (
            <Failed error={recent.error} onRetry={() => recent.refetch()} />
          ) : recent.data.items.length === 0 ? (
            <p>{m.home_recent_empty()}</p>
          ) : (
            <OrganizationItems items={recent.data.items} level={3} />
          )}
          <p>
            <Link to="/annuaire" onward>
              {m.home_recent_more()}
            </Link>
          </p>
        </Section>
      </div>
    </>
  );
}
