import { useQuery } from "@tanstack/react-query";
import { Suspense, useState } from "react";
import { isStatus } from "~/api/problem";
import type { WaveBoard, WaveFact } from "~/api/types";
import { PendingPage } from "~/app/PendingPage";
import { NotFoundPage } from "~/app/pages";
import { boardQuery } from "~/features/candidacies/queries";
import { dateTime } from "~/lib/format";
import { words } from "~/lib/lang-text";
import { lazy } from "~/lib/lazy";
import { preciseDate } from "~/lib/precise-date";
import { m } from "~/paraglide/messages.js";
import { Breadcrumb } from "~/ui/Breadcrumb";
import { Button } from "~/ui/Button";
import { Disclosure } from "~/ui/Disclosure";
import { FactSources } from "~/ui/FactSources";
import { Link } from "~/ui/Link";
import { Page, Section, Stack } from "~/ui/Page";
import { Empty, Failed } from "~/ui/States";
import { FactForm } from "./FactForm";
import { factsOf, factWords, KIND_NAMES, KINDS } from "./facts";
import css from "./labels.module.css";
import { RenameWave } from "./RenameWave";

const WithdrawFact = lazy(() => import("./WithdrawFact"));

/** A wave: all that sources tell of it, side by side, and what was told wrongly. */
export function WavePage({ programme, slug }: { programme: string; slug: string }) {
  const found = useQuery({ ...boardQuery(slug), staleTime: 0 });
  if (found.isPending) return <PendingPage />;
  if (found.isError) {
    if (isStatus(found.error, 404)) return <NotFoundPage />;
    return (
      <Page title={m.labels_title()}>
        <Failed error={found.error} onRetry={found.refetch} />
      </Page>
    );
  }
  const board = found.data;
  return (
    <Page
      title={words(board.name)}
      lead={m.wave_lead()}
      above={
        <Breadcrumb>
          <Link to="/travail-candidature/$" params={{ _splat: "labels" }}>
            {m.labels_title()}
          </Link>
          <Link to="/travail-candidature/$" params={{ _splat: `labels/${programme}` }}>
            {m.wave_of_label()}
          </Link>
        </Breadcrumb>
      }
    >
      <Stack>
        <Told board={board} />
        <Section title={m.wave_fact_add()}>
          <FactForm wave={slug} />
        </Section>
        {board.withdrawn.length > 0 && (
          <Section title={m.wave_withdrawn()}>
            <Withdrawn facts={board.withdrawn} />
          </Section>
        )}
        <Disclosure title={m.wave_rename()}>
          <RenameWave key={board.revision} board={board} />
        </Disclosure>
      </Stack>
    </Page>
  );
}

function Told({ board }: { board: WaveBoard }) {
  const [leaving, setLeaving] = useState<WaveFact>();
  const facts = factsOf(board);
  const told = KIND_NAMES.filter((kind) => facts[kind].length > 0);
  if (told.length === 0) return <Empty title={m.wave_nothing_told()} />;
  return (
    <>
      {told.map((kind) => (
        <Section key={kind} title={KINDS[kind]()}>
          <ul className={css.list}>
            {facts[kind].map((fact) => (
              <li key={fact.id}>
                <Fact fact={fact} />
                <Button
                  look="secondary"
                  small
                  aria-label={m.wave_withdraw_which({
                    fact: factWords(fact),
                    publisher: fact.source.publisher,
                  })}
                  onPress={() => setLeaving(fact)}
                >
                  {m.wave_withdraw()}
                </Button>
              </li>
            ))}
          </ul>
        </Section>
      ))}
      <Suspense>
        {leaving && <WithdrawFact wave={board} fact={leaving} onClose={() => setLeaving(undefined)} />}
      </Suspense>
    </>
  );
}

function Fact({ fact }: { fact: WaveFact }) {
  return (
    <div className={css.fact}>
      <p>
        <strong>{factWords(fact)}</strong>
        {fact.kind !== "date" && fact.date && (
          <span className={css.quiet}> · {preciseDate(fact.date.on, fact.date.precision)}</span>
        )}
      </p>
      <FactSources sources={[fact.source]} />
    </div>
  );
}

function Withdrawn({ facts }: { facts: WaveFact[] }) {
  return (
    <ul className={css.list}>
      {facts.map((fact) => (
        <li key={fact.id}>
          <Fact fact={fact} />
          {fact.withdrawn && (
            <p>
              {m.wave_withdrawn_on({ date: dateTime(fact.withdrawn.at) })}{" "}
              <span>{fact.withdrawn.reason}</span>
            </p>
          )}
        </li>
      ))}
    </ul>
  );
}
