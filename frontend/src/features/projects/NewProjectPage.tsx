import { useNavigate } from "@tanstack/react-router";
import { m } from "~/paraglide/messages.js";
import { Breadcrumb } from "~/ui/Breadcrumb";
import { Panel } from "~/ui/Card";
import { Link } from "~/ui/Link";
import { Page, Split } from "~/ui/Page";
import { toast } from "~/ui/Toast";
import ProjectForm from "./ProjectForm";

export default function NewProjectPage() {
  const navigate = useNavigate();
  const go = (step: string) => navigate({ to: "/compte/$", params: { _splat: step } });
  return (
    <Page
      title={m.project_new()}
      lead={m.project_new_lead()}
      above={
        <Breadcrumb>
          <Link to="/compte/$" params={{ _splat: "projets" }}>
            {m.projects_title()}
          </Link>
        </Breadcrumb>
      }
    >
      <Split
        aside={
          <Panel title={m.project_privacy()}>
            <p>{m.project_privacy_text()}</p>
          </Panel>
        }
      >
        <ProjectForm
          onSaved={(project) => {
            toast(m.project_created());
            void go(`projets/${project.id}`);
          }}
          onBack={() => void go("projets")}
        />
      </Split>
    </Page>
  );
}
