import { useQuery } from "@tanstack/react-query";
import { isStatus } from "~/api/problem";
import type { Candidacy } from "~/api/types";
import { PendingPage } from "~/app/PendingPage";
import { NotFoundPage } from "~/app/pages";
import { useMe } from "~/features/identity/queries";
import { isPilot } from "~/features/members/roles";
import { words } from "~/lib/lang-text";
import { m } from "~/paraglide/messages.js";
import { Badge, Tags } from "~/ui/Badge";
import { Banner } from "~/ui/Banner";
import { Link } from "~/ui/Link";
import { Page, Section, Stack } from "~/ui/Page";
import { PageNav } from "~/ui/PageNav";
import { Empty, Failed, Loading } from "~/ui/States";
import { stateLabel } from "../states";
import { BeginFile } from "./BeginFile";
import { CriteriaPart } from "./CriteriaPart";
import { DossierPart } from "./DossierPart";
import { PlanPart } from "./PlanPart";
import { allQuery, fileQuery } from "./queries";
import { RecommendationsPart } from "./RecommendationsPart";
import { SignPage } from "./SignPage";
import { StepsPart } from "./StepsPart";
import css from "./workspace.module.css";

const PARTS = {
  "": { label: m.workspace_plan, Part: PlanPart },
  criteres: { label: m.workspace_criteria, Part: CriteriaPart },
  recommandations: { label: m.workspace_recommendations, Part: RecommendationsPart },
  etapes: { label: m.workspace_steps, Part: StepsPart },
  dossier: { label: m.workspace_dossier, Part: DossierPart },
};

const isPart = (part: string): part is keyof typeof PARTS => part in PARTS;

/** Where pilots run a candidacy: its plan, what it shows for its criteria, what was recommended to it, and its dossier. */
export default function WorkspacePage({ slug, part }: { slug: string; part: string }) {
  const me = useMe();
  if (part === "signer") return <SignPage slug={slug} />;
  if (!isPilot(me)) {
    return (
      <Page title={m.workspace_title()}>
        <Banner title={m.workspace_pilots()}>
          <p>
            <Link to="/candidature">{m.workspace_pilots_read()}</Link>
          </p>
        </Banner>
      </Page>
    );
  }
  if (slug === "") return <Files />;
  return isPart(part) ? <File slug={slug} part={part} /> : <NotFoundPage />;
}

function Files() {
  const files = useQuery(allQuery);
  return (
    <Page title={m.workspace_title()} lead={m.workspace_lead()}>
      <Stack>
        {files.isPending ? (
          <Loading />
        ) : files.isError ? (
          <Failed error={files.error} onRetry={files.refetch} />
        ) : files.data.items.length === 0 ? (
          <Empty title={m.workspace_empty()} />
        ) : (
          <ul className={css.files}>
            {files.data.items.map((file) => (
              <li key={file.id}>
                <h2>
                  <Link to="/travail-candidature/$" params={{ _splat: file.slug }}>
                    {words(file.name)}
                  </Link>
                </h2>
                <State file={file} />
              </li>
            ))}
          </ul>
        )}
        <p>
          <Link to="/travail-candidature/$" params={{ _splat: "labels" }} onward>
            {m.labels_title()}
          </Link>
        </p>
        <Section title={m.begin_title()}>
          <BeginFile />
        </Section>
      </Stack>
    </Page>
  );
}

function State({ file }: { file: Candidacy }) {
  return (
    <Tags>
      <Badge tone="info">{stateLabel(file.state)}</Badge>
    </Tags>
  );
}

function File({ slug, part }: { slug: string; part: keyof typeof PARTS }) {
  const file = useQuery(fileQuery(slug));
  if (file.isPending) return <PendingPage />;
  if (file.isError) {
    if (isStatus(file.error, 404)) return <NotFoundPage />;
    return (
      <Page title={m.workspace_title()}>
        <Failed error={file.error} onRetry={file.refetch} />
      </Page>
    );
  }
  const { Part, label } = PARTS[part];
  return (
    <Page
      title={`${label()} · ${words(file.data.name)}`}
      heading={words(file.data.name)}
      longTitle
      below={
        <>
          <State file={file.data} />
          <PageNav label={m.workspace_parts()}>
            {Object.entries(PARTS).map(([name, { label }]) => (
              <Link
                key={name}
                to="/travail-candidature/$"
                params={{ _splat: name === "" ? slug : `${slug}/${name}` }}
                activeOptions={{ exact: true }}
              >
                {label()}
              </Link>
            ))}
            <Link to="/travail-candidature/$" params={{ _splat: `${slug}/signer` }}>
              {m.sign_page()}
            </Link>
          </PageNav>
        </>
      }
    >
      <Part file={file.data} />
    </Page>
  );
}
