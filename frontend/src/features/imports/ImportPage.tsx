import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { client, idempotent, unwrap } from "~/api/client";
import { isStatus } from "~/api/problem";
import type { Import } from "~/api/types";
import { NotFoundPage } from "~/app/pages";
import { dateTime, fileSize, number } from "~/lib/format";
import { m } from "~/paraglide/messages.js";
import { Banner, ProblemBanner } from "~/ui/Banner";
import { Breadcrumb } from "~/ui/Breadcrumb";
import { Button } from "~/ui/Button";
import { Dialog } from "~/ui/Dialog";
import { Link } from "~/ui/Link";
import { Page, Stack } from "~/ui/Page";
import { Actions, Failed, Loading } from "~/ui/States";
import { toast } from "~/ui/Toast";
import { ConfirmImport } from "./ConfirmImport";
import { ImportResults } from "./ImportResults";
import { ImportBadges } from "./ImportsPage";
import css from "./imports.module.css";
import { LinesProgress, SendProgress } from "./Progress";
import { importQuery, importsQuery, isUnderWay } from "./queries";
import { fileOf, type Sendable, useSendImport } from "./sending";
import { UNDECIDED } from "./words";

/** One import: how far it is, and what became of each line. */
export default function ImportPage({ id, shown }: { id: string; shown: string | undefined }) {
  const query = useQuery(importQuery(id));
  const one = query.data;
  // What is no id is no import.
  if (isStatus(query.error, 400, 404)) return <NotFoundPage />;
  return (
    <Page
      title={one?.file_name ?? m.import_real()}
      longTitle
      above={
        <Breadcrumb>
          <Link to="/imports/$" params={{ _splat: "" }}>
            {m.imports_title()}
          </Link>
        </Breadcrumb>
      }
      lead={
        one &&
        m.import_lead_of({
          source: one.source.name,
          size: fileSize(one.size),
          date: dateTime(one.created_at),
        })
      }
      below={one && <ImportBadges of={one} />}
    >
      {one ? (
        <Stack>
          <Standing of={one} />
          {one.undecided > 0 && shown !== UNDECIDED && <Undecided of={one} />}
          <ImportResults of={one} shown={shown} />
        </Stack>
      ) : query.isError ? (
        <Failed error={query.error} onRetry={() => query.refetch()} />
      ) : (
        <Loading />
      )}
    </Page>
  );
}

/** What waits for a person, and where. */
function Undecided({ of: { id, undecided } }: { of: Import }) {
  return (
    <Banner tone="now" still title={m.import_decide_waiting({ count: undecided, n: number(undecided) })}>
      <Link to="/imports/$" params={{ _splat: id }} search={{ resultat: UNDECIDED }} resetScroll={false}>
        {m.import_decide_link()}
      </Link>
    </Banner>
  );
}

/** Where it stands, and what can be done now. */
function Standing({ of }: { of: Import }) {
  if (isUnderWay(of)) return <UnderWay of={of} />;
  if (of.status === "failed") {
    return (
      <Banner tone="wrong" title={m.import_failed_title()}>
        {of.failure && <p>{of.failure.detail}</p>}
        <p>{m.import_failed_text()}</p>
        <ChooseAgain />
      </Banner>
    );
  }
  if (of.status === "cancelled") {
    return (
      <Banner title={m.import_cancelled_title()}>
        <p>{m.import_cancelled_text()}</p>
        <ChooseAgain />
      </Banner>
    );
  }
  if (!of.dry_run) return null;
  const tried = fileOf(of.id);
  return (
    <Banner title={m.import_dry_title()}>
      <p>{m.import_dry_text()}</p>
      {tried ? <Earnest of={of} tried={tried} /> : <ChooseAgain />}
    </Banner>
  );
}

function ChooseAgain() {
  return (
    <Link to="/imports/$" params={{ _splat: "nouveau" }}>
      {m.import_again()}
    </Link>
  );
}

/** After a dry run: the same file in earnest. */
function Earnest({ of, tried }: { of: Import; tried: Sendable }) {
  const { send, share } = useSendImport();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <ProblemBanner error={send.error} />
      {send.isPending && <SendProgress share={share} />}
      <Button small onPress={() => setAsking(true)} pending={send.isPending}>
        {m.import_run()}
      </Button>
      <ConfirmImport
        open={asking}
        file={of.file_name}
        licence={Boolean(of.source.licence)}
        onConfirm={() => {
          setAsking(false);
          send.mutate({ ...tried, dryRun: false });
        }}
        onClose={() => setAsking(false)}
      />
    </>
  );
}

function UnderWay({ of }: { of: Import }) {
  const queryClient = useQueryClient();
  const [asking, setAsking] = useState(false);
  const cancel = useMutation({
    mutationFn: () =>
      unwrap(
        client.POST("/v1/imports/{id}/transitions", {
          params: { path: { id: of.id }, header: idempotent(crypto.randomUUID()) },
          body: { to: "cancelled" },
        }),
      ),
    onSuccess: (cancelled) => {
      queryClient.setQueryData(importQuery(of.id).queryKey, cancelled);
      void queryClient.invalidateQueries({ queryKey: importsQuery.queryKey, exact: true });
      toast(m.import_cancelled());
    },
    // It may have ended meanwhile.
    onError: () => queryClient.invalidateQueries({ queryKey: importQuery(of.id).queryKey, exact: true }),
  });
  return (
    <div className={css.check}>
      <LinesProgress of={of} />
      <Actions>
        <Button look="secondary" onPress={() => setAsking(true)}>
          {m.import_cancel()}
        </Button>
      </Actions>
      <Dialog title={m.import_cancel_sure()} open={asking} onClose={() => setAsking(false)}>
        <p>{m.import_cancel_text()}</p>
        <ProblemBanner error={cancel.error} />
        <Actions>
          <Button look="danger" onPress={() => cancel.mutate()} pending={cancel.isPending}>
            {m.import_cancel_send()}
          </Button>
          <Button look="secondary" onPress={() => setAsking(false)}>
            {m.import_cancel_keep()}
          </Button>
        </Actions>
      </Dialog>
    </div>
  );
}
