import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Download from "lucide-react/icons/download";
import { useState } from "react";
import { client, idempotent, unwrap } from "~/api/client";
import { fieldErrors } from "~/api/problem";
import type { Candidacy, DossierVersion } from "~/api/types";
import { allObjectivesQuery } from "~/features/objectives/queries";
import { dateTime } from "~/lib/format";
import { words } from "~/lib/lang-text";
import { useKeyed } from "~/lib/use-keyed";
import { m } from "~/paraglide/messages.js";
import { Badge } from "~/ui/Badge";
import { ProblemBanner } from "~/ui/Banner";
import { Button } from "~/ui/Button";
import { CheckList } from "~/ui/Choices";
import { Disclosure } from "~/ui/Disclosure";
import { Form } from "~/ui/Form";
import { Section, Stack } from "~/ui/Page";
import { FieldError } from "~/ui/parts/FieldFrame";
import { Actions, Empty, Failed, Loading } from "~/ui/States";
import { Table } from "~/ui/Table";
import { TextField } from "~/ui/TextField";
import { toast } from "~/ui/Toast";
import { stateLabel } from "../states";
import { Gaps } from "./CriteriaPart";
import { Comparison } from "./DossierComparison";
import { DossierReviews } from "./DossierReviews";
import { criteriaQuery, download, versionsQuery } from "./queries";
import css from "./workspace.module.css";

/** The dossier: frozen after it was said what is missing, had as a file, and held against an earlier one. */
export function DossierPart({ file }: { file: Candidacy }) {
  const versions = useQuery(versionsQuery(file.slug));
  const criteria = useQuery(criteriaQuery(file.slug));
  if (versions.isPending || criteria.isPending) return <Loading />;
  if (versions.isError) return <Failed error={versions.error} onRetry={versions.refetch} />;
  if (criteria.isError) return <Failed error={criteria.error} onRetry={criteria.refetch} />;
  const { items } = versions.data;
  return (
    <Stack>
      <Section title={m.dossier_freeze_title()}>
        <p>{m.dossier_freeze_text()}</p>
        <Gaps file={file} criteria={criteria.data.items} />
        <Freeze file={file} />
      </Section>
      <Section title={m.dossier_versions()}>
        {items.length === 0 ? <Empty title={m.dossier_empty()} /> : <Versions file={file} versions={items} />}
      </Section>
      {items.length > 0 && (
        <Section title={m.reviews_title()}>
          <DossierReviews file={file} versions={items} key={items[0]?.id} />
        </Section>
      )}
      {items.length > 1 && (
        <Section title={m.dossier_compare()}>
          <Comparison file={file} versions={items} key={items[0]?.id} />
        </Section>
      )}
    </Stack>
  );
}

const FIELDS = ["note", "objective_ids"] as const;

function Freeze({ file }: { file: Candidacy }) {
  const queryClient = useQueryClient();
  const [note, setNote] = useState("");
  const objectives = useQuery(allObjectivesQuery).data?.items ?? [];
  const [leftOut, setLeftOut] = useState<string[]>([]);
  const held = objectives.map(({ id }) => id).filter((id) => !leftOut.includes(id));
  const { keyFor, done } = useKeyed(`lorntech.key.dossier.${file.id}`, "session");
  const freeze = useMutation({
    mutationFn: () => {
      const body = {
        ...(note.trim() === "" ? {} : { note: note.trim() }),
        ...(leftOut.length > 0 ? { objective_ids: held } : {}),
      };
      return unwrap(
        client.POST("/v1/candidacies/{id}/dossier-versions", {
          params: { path: { id: file.slug }, header: idempotent(keyFor(body)) },
          body,
        }),
      );
    },
    onSuccess: async ({ number }) => {
      done();
      await queryClient.invalidateQueries({ queryKey: versionsQuery(file.slug).queryKey });
      setNote("");
      toast(m.dossier_frozen({ number }));
    },
  });
  const errors = fieldErrors(freeze.error, FIELDS);
  return (
    <Form look="dense" onSubmit={() => !freeze.isPending && freeze.mutate()}>
      <ProblemBanner error={freeze.error} known={FIELDS} />
      <TextField
        label={m.dossier_note()}
        hint={m.dossier_note_hint()}
        optional
        maxLength={500}
        value={note}
        onChange={setNote}
        error={errors.note}
      />
      {objectives.length > 0 && (
        <Disclosure title={m.dossier_objectives_held({ held: held.length, all: objectives.length })}>
          <CheckList
            label={m.dossier_objectives_choice()}
            choices={objectives.map(({ id, name }) => ({ value: id, label: words(name) }))}
            value={held}
            onChange={(chosen) =>
              setLeftOut(objectives.map(({ id }) => id).filter((id) => !chosen.includes(id)))
            }
          />
        </Disclosure>
      )}
      {errors.objective_ids && <FieldError>{errors.objective_ids}</FieldError>}
      <Actions>
        <Button type="submit" pending={freeze.isPending}>
          {m.dossier_freeze()}
        </Button>
      </Actions>
    </Form>
  );
}

function Versions({ file, versions }: { file: Candidacy; versions: DossierVersion[] }) {
  const save = useMutation({
    mutationFn: ({ version, kind }: { version: DossierVersion; kind: "json" | "pdf" }) =>
      download(file.slug, version, kind),
  });
  const button = (version: DossierVersion, kind: "json" | "pdf") => (
    <Button
      small
      look="quiet"
      icon={<Download size={16} aria-hidden="true" />}
      aria-label={m.dossier_download({ number: version.number, kind: kind.toUpperCase() })}
      pending={save.isPending && save.variables.version.id === version.id && save.variables.kind === kind}
      onPress={() => !save.isPending && save.mutate({ version, kind })}
    >
      {kind.toUpperCase()}
    </Button>
  );
  return (
    <>
      <ProblemBanner error={save.error} />
      <Table
        caption={m.dossier_versions()}
        rows={versions}
        rowKey={(version) => version.id}
        columns={[
          {
            head: m.dossier_number(),
            rowHead: true,
            cell: (version) => (
              <>
                {version.number}
                {version.note && <p className={css.note}>{version.note}</p>}
              </>
            ),
          },
          { head: m.dossier_frozen_at(), cell: (version) => dateTime(version.frozen_at) },
          { head: m.dossier_state(), cell: (version) => stateLabel(version.state) },
          { head: m.dossier_gaps(), end: true, cell: (version) => version.gaps },
          {
            head: m.dossier_hash(),
            cell: (version) => (
              <div className={css.fingerprint}>
                <Badge tone={version.intact ? "done" : "wrong"}>
                  {version.intact ? m.dossier_intact() : m.dossier_broken()}
                </Badge>
                <code className={css.hash}>{version.sha256}</code>
              </div>
            ),
          },
          {
            head: m.dossier_files(),
            cell: (version) => (
              <Actions>
                {button(version, "pdf")}
                {button(version, "json")}
              </Actions>
            ),
          },
        ]}
      />
    </>
  );
}
