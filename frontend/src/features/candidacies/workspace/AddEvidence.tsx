import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Suspense, useState } from "react";
import { client, idempotent, unwrap } from "~/api/client";
import { fieldErrors } from "~/api/problem";
import { sendFile } from "~/api/send";
import type { Candidacy, CandidacyCriterion } from "~/api/types";
import { ENDINGS, MOST_BYTES, mediaTypeOf } from "~/features/attachments/formats";
import type { DirectoryFilters } from "~/features/directory/filters";
import { narrowing } from "~/features/directory/queries";
import { words } from "~/lib/lang-text";
import { lazy } from "~/lib/lazy";
import { useKeyed } from "~/lib/use-keyed";
import { m } from "~/paraglide/messages.js";
import { ProblemBanner } from "~/ui/Banner";
import { Button } from "~/ui/Button";
import { DateField, INCOMPLETE_DATE } from "~/ui/DateField";
import { FileField } from "~/ui/FileField";
import { Form } from "~/ui/Form";
import { Select } from "~/ui/Select";
import { Actions, Loading } from "~/ui/States";
import { TextField } from "~/ui/TextField";
import { toast } from "~/ui/Toast";
import { type Evidence, fileQuery } from "./queries";

const EvidenceSearch = lazy(() => import("./EvidenceSearch"));

const FIELDS = [
  "",
  "criterion",
  "name",
  "title",
  "value",
  "perimeter",
  "frozen_on",
  "source",
  "query",
  "query.q",
  "url",
] as const;
type Kind = "figure" | "document" | "directory_query" | "url" | "supporters";

/** All that the form holds; each kind sends its own part of it. */
const EMPTY = {
  kind: "figure" as Kind,
  title: "",
  value: "",
  perimeter: "",
  day: "",
  publisher: "",
  url: "",
  file: undefined as File | undefined,
  sought: {} as DirectoryFilters,
};
type Typed = typeof EMPTY;

/** What is sent of evidence that is no file. */
function bodyOf({ kind, title, value, perimeter, day, publisher, url, sought }: Typed, criterion: string) {
  const said = {
    criterion,
    title: title.trim(),
    ...(perimeter.trim() ? { perimeter: perimeter.trim() } : {}),
  };
  if (kind === "figure") {
    const link = url.trim() ? { url: url.trim() } : {};
    const source = { title: title.trim(), publisher: publisher.trim(), ...link };
    return { ...said, kind, value: Number(value), frozen_on: day, source };
  }
  if (kind === "url") return { ...said, kind, url: url.trim() };
  if (kind === "directory_query") return { ...said, kind, query: narrowing(sought) };
  return { ...said, kind: "supporters" as const };
}

function missingOf({ kind, title, value, day, publisher, url, file }: Typed) {
  const isFigure = kind === "figure";
  return {
    title: title.trim() === "",
    value: isFigure && !/^\d{1,12}$/.test(value.trim()),
    day: isFigure && (day === "" || day === INCOMPLETE_DATE),
    publisher: isFigure && publisher.trim() === "",
    url: kind === "url" && url.trim() === "",
    file: kind === "document" && !file,
  };
}

function useAdd(file: Candidacy, typed: Typed, criterion: string, onAdded: () => void) {
  const queryClient = useQueryClient();
  const { keyFor, done } = useKeyed(`lorntech.key.evidence.${file.id}`, "session");
  return useMutation({
    mutationFn: () => {
      if (typed.kind === "document" && typed.file) {
        const { name, size, lastModified } = typed.file;
        const query = new URLSearchParams({ name, criterion, title: typed.title.trim() });
        return sendFile<Evidence>({
          method: "POST",
          path: `/v1/candidacies/${file.slug}/evidence-files?${query}`,
          headers: {
            "Content-Type": mediaTypeOf(name),
            "Idempotency-Key": keyFor({ query: query.toString(), size, lastModified }),
          },
          body: typed.file,
        });
      }
      const body = bodyOf(typed, criterion);
      return unwrap(
        client.POST("/v1/candidacies/{id}/evidence", {
          params: { path: { id: file.slug }, header: idempotent(keyFor(body)) },
          body,
        }),
      );
    },
    onSuccess: async () => {
      done();
      // What is shown, what is missing and the revision are all below it.
      await queryClient.invalidateQueries({ queryKey: fileQuery(file.slug).queryKey });
      onAdded();
      toast(m.evidence_added());
    },
  });
}

/** A figure, a file, a search of the directory, a page or the signatures, for one of the criteria. */
export function AddEvidence({ file, criteria }: { file: Candidacy; criteria: CandidacyCriterion[] }) {
  const [criterion, setCriterion] = useState(criteria[0]?.criterion.code ?? "");
  const [typed, setTyped] = useState(EMPTY);
  const [tried, setTried] = useState(false);
  const change = (next: Partial<Typed>) => setTyped((before) => ({ ...before, ...next }));
  const add = useAdd(file, typed, criterion, () => {
    change({ title: "", value: "", file: undefined });
    setTried(false);
  });
  const errors = fieldErrors(add.error, FIELDS);
  const missing = missingOf(typed);
  const wrong = (part: keyof typeof missing) => (tried && missing[part] ? m.evidence_missing() : undefined);
  const { kind } = typed;
  const isFigure = kind === "figure";
  return (
    <Form
      onSubmit={() => {
        setTried(true);
        if (!Object.values(missing).includes(true) && !add.isPending) add.mutate();
      }}
    >
      <ProblemBanner error={add.error} known={FIELDS} />
      <Select
        label={m.evidence_criterion()}
        value={criterion}
        onChange={setCriterion}
        choices={criteria.map((one) => ({ value: one.criterion.code, label: words(one.criterion.title) }))}
      />
      <Select<Kind>
        label={m.evidence_kind()}
        value={kind}
        onChange={(kind) => change({ kind })}
        choices={[
          { value: "figure", label: m.evidence_kind_figure() },
          { value: "document", label: m.evidence_kind_document() },
          { value: "directory_query", label: m.evidence_of_directory() },
          { value: "url", label: m.evidence_kind_url() },
          { value: "supporters", label: m.evidence_of_supporters() },
        ]}
      />
      {kind === "document" && (
        <FileField
          label={m.evidence_file()}
          hint={m.evidence_file_hint()}
          files={typed.file ? [typed.file] : []}
          onChange={([chosen]) =>
            change({
              file: chosen,
              // Called as it is called, unless it has a better title.
              ...(typed.title === "" && chosen ? { title: chosen.name.replace(/\.[^.]+$/, "") } : {}),
            })
          }
          endings={ENDINGS}
          mostBytes={MOST_BYTES}
          error={(tried && missing.file ? m.evidence_file_missing() : undefined) ?? errors[""] ?? errors.name}
        />
      )}
      <TextField
        label={m.evidence_title()}
        maxLength={200}
        value={typed.title}
        onChange={(title) => change({ title })}
        error={wrong("title") ?? errors.title}
      />
      {isFigure && (
        <>
          <TextField
            label={m.evidence_value()}
            inputMode="numeric"
            maxLength={12}
            value={typed.value}
            onChange={(value) => change({ value })}
            error={wrong("value") ?? errors.value}
          />
          <DateField
            label={m.evidence_frozen()}
            value={typed.day}
            onChange={(day) => change({ day })}
            error={wrong("day") ?? errors.frozen_on}
          />
          <TextField
            label={m.evidence_publisher()}
            maxLength={200}
            value={typed.publisher}
            onChange={(publisher) => change({ publisher })}
            error={wrong("publisher") ?? errors.source}
          />
        </>
      )}
      {kind === "directory_query" && (
        <Suspense fallback={<Loading rows={2} />}>
          <EvidenceSearch
            filters={typed.sought}
            onChange={(sought) => change({ sought })}
            error={errors["query.q"] ?? errors.query}
          />
        </Suspense>
      )}
      {(isFigure || kind === "url") && (
        <TextField
          label={m.evidence_url()}
          type="url"
          maxLength={500}
          optional={isFigure}
          value={typed.url}
          onChange={(url) => change({ url })}
          error={wrong("url") ?? errors.url}
        />
      )}
      {kind !== "document" && (
        <TextField
          label={m.evidence_perimeter()}
          hint={m.evidence_perimeter_hint()}
          optional
          maxLength={120}
          value={typed.perimeter}
          onChange={(perimeter) => change({ perimeter })}
          error={errors.perimeter}
        />
      )}
      <Actions>
        <Button type="submit" pending={add.isPending}>
          {kind === "directory_query" ? m.evidence_freeze() : m.evidence_add()}
        </Button>
      </Actions>
    </Form>
  );
}
