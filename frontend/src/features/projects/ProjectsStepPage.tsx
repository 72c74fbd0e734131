import NewProjectPage from "./NewProjectPage";
import ProjectPage from "./ProjectPage";
import ProjectsPage from "./ProjectsPage";

/** Projects: all of them, a new one, or one of them. */
export default function ProjectsStepPage({ step }: { step: string | undefined }) {
  if (!step) return <ProjectsPage />;
  return step === "nouveau" ? <NewProjectPage /> : <ProjectPage id={step} />;
}
