import IndicatorsPage from "./IndicatorsPage";
import KeepObjectivesPage from "./KeepObjectivesPage";
import NewObjectivePage from "./NewObjectivePage";

/** What pilots keep: the measures of the objectives, a new objective, or what is counted for them. */
export default function ObjectivesStepPage({ step }: { step: string | undefined }) {
  if (step === "nouveau") return <NewObjectivePage />;
  return step === "indicateurs" ? <IndicatorsPage /> : <KeepObjectivesPage />;
}
