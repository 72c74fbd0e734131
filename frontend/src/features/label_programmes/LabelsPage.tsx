import { useQuery } from "@tanstack/react-query";
import { programmesQuery } from "~/features/candidacies/queries";
import { useMe } from "~/features/identity/queries";
import { isAdmin, isPilot } from "~/features/members/roles";
import { words } from "~/lib/lang-text";
import { m } from "~/paraglide/messages.js";
import { Banner } from "~/ui/Banner";
import { Breadcrumb } from "~/ui/Breadcrumb";
import { Link } from "~/ui/Link";
import { Page } from "~/ui/Page";
import { Empty, Failed, Loading } from "~/ui/States";
import css from "./labels.module.css";
import { ProgrammePage } from "./ProgrammePage";
import { WavePage } from "./WavePage";

/** Where pilots keep what is told of labels: their calls, what these ask for, and their waves. */
export default function LabelsPage({ step }: { step: string }) {
  const me = useMe();
  const [programme = "", wave = ""] = step.split("/");
  if (!isPilot(me) && !isAdmin(me))
    return (
      <Page title={m.labels_title()}>
        <Banner title={m.labels_keepers()}>
          <p>
            <Link to="/candidature">{m.workspace_pilots_read()}</Link>
          </p>
        </Banner>
      </Page>
    );
  if (programme === "") return <Programmes />;
  if (wave === "") return <ProgrammePage key={programme} slug={programme} />;
  return <WavePage key={wave} programme={programme} slug={wave} />;
}

function Programmes() {
  const programmes = useQuery(programmesQuery);
  return (
    <Page
      title={m.labels_title()}
      lead={m.labels_lead()}
      above={
        <Breadcrumb>
          <Link to="/travail-candidature/$" params={{ _splat: "" }}>
            {m.workspace_title()}
          </Link>
        </Breadcrumb>
      }
    >
      {programmes.isPending ? (
        <Loading />
      ) : programmes.isError ? (
        <Failed error={programmes.error} onRetry={programmes.refetch} />
      ) : programmes.data.items.length === 0 ? (
        <Empty title={m.labels_empty()} />
      ) : (
        <ul className={css.list}>
          {programmes.data.items.map((one) => (
            <li key={one.id}>
              <h2>
                <Link to="/travail-candidature/$" params={{ _splat: `labels/${one.slug}` }}>
                  {one.name}
                </Link>
              </h2>
              <p>{words(one.description)}</p>
              <p className={css.quiet}>
                {m.labels_calls_count({ count: one.calls.length })} ·{" "}
                {m.labels_waves_count({ count: one.waves.length })}
              </p>
            </li>
          ))}
        </ul>
      )}
    </Page>
  );
}
