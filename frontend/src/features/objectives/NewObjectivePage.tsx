import { useQuery } from "@tanstack/react-query";
import { m } from "~/paraglide/messages.js";
import { Banner } from "~/ui/Banner";
import { Link } from "~/ui/Link";
import { Stack } from "~/ui/Page";
import { Failed, Loading } from "~/ui/States";
import { ObjectiveForm } from "./ObjectiveForm";
import { PilotPage } from "./PilotPage";
import { indicatorsQuery } from "./queries";

/** Where pilots write down what was promised, in its own words. */
export default function NewObjectivePage() {
  const found = useQuery(indicatorsQuery);
  const indicators = (
    <Link to="/compte/$" params={{ _splat: "objectifs/indicateurs" }} onward>
      {m.indicators_title()}
    </Link>
  );
  return (
    <PilotPage title={m.objective_new()} lead={m.objective_new_lead()}>
      {found.isPending && <Loading />}
      {found.isError && <Failed error={found.error} onRetry={() => found.refetch()} />}
      {found.isSuccess &&
        (found.data.items.length === 0 ? (
          <Banner title={m.objective_needs_indicator()}>
            <p>{indicators}</p>
          </Banner>
        ) : (
          <Stack>
            <ObjectiveForm indicators={found.data.items} />
            <p>{indicators}</p>
          </Stack>
        ))}
    </PilotPage>
  );
}
