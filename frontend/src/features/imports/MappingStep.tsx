import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { client, idempotent, unwrap } from "~/api/client";
import { fieldErrors } from "~/api/problem";
import type { ImportMapping, ImportPreview, Mapping, OrganizationKind } from "~/api/types";
import { KINDS } from "~/features/directory/kinds";
import { kindLabel } from "~/features/directory/labels";
import { list, number } from "~/lib/format";
import { useKeyed } from "~/lib/use-keyed";
import { m } from "~/paraglide/messages.js";
import { ProblemBanner } from "~/ui/Banner";
import { Button } from "~/ui/Button";
import { Form, Pair } from "~/ui/Form";
import { Link } from "~/ui/Link";
import { Section } from "~/ui/Page";
import { Select } from "~/ui/Select";
import { Actions, Failed } from "~/ui/States";
import { TextField } from "~/ui/TextField";
import { toast } from "~/ui/Toast";
import { ColumnFields } from "./ColumnFields";
import css from "./imports.module.css";
import { body, isShortName, isSystemName, type MappingDraft, opened, proposed, sorted } from "./mapping";
import { mappingsQuery } from "./queries";
import { SourceFields } from "./SourceFields";
import { lookAt } from "./sending";
import { formatWords } from "./words";

/** The fields of the form, as the service calls them. */
const FIELDS = [
  "name",
  "source.system",
  "source.name",
  "source.publisher",
  "source.licence",
  "source.licence_url",
  "source.attribution",
  "source.url",
  "mapping.columns",
  "mapping.defaults.kinds",
] as const;

const PROPOSED = "";
const COUNTRIES = ["FR", "LU", "DE", "BE"] as const;
const COUNTRY_LABELS = {
  FR: m.country_fr,
  LU: m.country_lu,
  DE: m.country_de,
  BE: m.country_be,
};

/** What the page itself sees is missing; the service has the last word. */
function faultsOf({ name, source, mapping }: MappingDraft): Record<string, string> {
  const all = [mapping, ...(mapping.variants ?? [])].flatMap((one) => one.columns ?? []);
  const has = (member: string) => all.some((column) => column.to === member);
  const kinds = has("kinds") || (mapping.defaults?.kinds ?? []).length > 0;
  return {
    ...(has("name") ? {} : { "mapping.columns": m.import_name_column_missing() }),
    ...(kinds ? {} : { "mapping.defaults.kinds": m.import_default_kind_needed() }),
    ...(source.name.trim().length < 2 ? { "source.name": m.import_source_name_missing() } : {}),
    ...(isSystemName(source.system) ? {} : { "source.system": m.import_short_name_wrong() }),
    ...(isShortName(name) ? {} : { name: m.import_short_name_wrong() }),
  };
}

/** Saves what has changed, and reads the beginning of the file by it. */
function useSaveMapping(file: File, known: ImportMapping[]) {
  const queryClient = useQueryClient();
  const { keyFor, done } = useKeyed("lorntech.import-mapping", "session");
  return useMutation({
    mutationFn: async (draft: MappingDraft) => {
      const wanted = body(draft);
      const before = known.find((one) => one.name === wanted.name);
      const same = before && JSON.stringify(body(opened(before))) === JSON.stringify(wanted);
      const save = () =>
        unwrap(
          client.POST("/v1/import-mappings", {
            params: { header: idempotent(keyFor(wanted)) },
            body: wanted,
          }),
        );
      const saved = same ? before : await save();
      if (!same) {
        done();
        toast(m.import_saved({ name: saved.name }));
        void queryClient.invalidateQueries({ queryKey: mappingsQuery.queryKey });
      }
      return { saved, look: await lookAt(file, saved.name) };
    },
  });
}

/** Lines that are meant, or not: said in words, and to be taken back. */
function Rules({ mapping, onChange }: { mapping: Mapping; onChange: (mapping: Mapping) => void }) {
  const rules = (["only", "except"] as const).flatMap((way) =>
    (mapping[way] ?? []).map((rule) => ({ way, rule })),
  );
  if (rules.length === 0) return null;
  const say = { only: m.import_only, except: m.import_except };
  return (
    <ul className={css.rules}>
      {rules.map(({ way, rule }) => (
        <li key={`${way} ${rule.from} ${rule.values.join(" ")}`}>
          <p>{say[way]({ column: rule.from, values: list(rule.values) })}</p>
          <Button
            look="secondary"
            small
            onPress={() => onChange({ ...mapping, [way]: mapping[way]?.filter((one) => one !== rule) })}
          >
            {m.import_rule_drop({ column: rule.from })}
          </Button>
        </li>
      ))}
    </ul>
  );
}

type Props = {
  file: File;
  look: ImportPreview;
  draft: MappingDraft;
  onDraft: (draft: MappingDraft) => void;
  onSaved: (saved: ImportMapping, look: ImportPreview) => void;
};

export function MappingStep({ file, look, draft, onDraft, onSaved }: Props) {
  const mappings = useQuery(mappingsQuery);
  const known = mappings.data?.items ?? [];
  const [from, setFrom] = useState(PROPOSED);
  const [faults, setFaults] = useState<Record<string, string>>({});
  const save = useSaveMapping(file, known);
  const { mapping, source, name } = draft;
  const columns = mapping.columns ?? [];
  // Where a field stands is settled once: a field that is changed does not go away.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another beginning sorts them anew.
  const places = useMemo(() => sorted(look.columns, columns), [look, from]);
  const errors = { ...fieldErrors(save.error, FIELDS), ...faults };

  const edit = (change: Partial<MappingDraft>) => {
    setFaults({});
    onDraft({ ...draft, ...change });
  };
  const map = (change: Mapping) => edit({ mapping: { ...mapping, ...change } });
  const begin = (chosen: string) => {
    const saved = known.find((one) => one.name === chosen);
    save.reset();
    setFaults({});
    setFrom(chosen);
    onDraft(saved ? opened(saved) : proposed(file.name, look.mapping));
  };
  const submit = () => {
    const found = faultsOf(draft);
    setFaults(found);
    if (Object.keys(found).length > 0 || save.isPending) return;
    save.mutate(draft, { onSuccess: ({ saved, look: by }) => onSaved(saved, by) });
  };
  const replaced = from !== name && known.some((one) => one.name === name.trim());
  const country = mapping.defaults?.country ?? "FR";

  return (
    <Form look="wide" onSubmit={submit}>
      <p className={css.file}>
        <strong>{file.name}</strong>
        <span>{formatWords(look.format)}</span>
        <span>{m.import_columns_count({ count: look.columns.length, n: number(look.columns.length) })}</span>
        <Link to="/imports/$" params={{ _splat: "nouveau" }}>
          {m.import_other_file()}
        </Link>
      </p>
      <ProblemBanner error={save.error} known={FIELDS} />
      {mappings.isError ? (
        <Failed error={mappings.error} onRetry={() => mappings.refetch()} />
      ) : (
        known.length > 0 && (
          <Select
            label={m.import_mapping_from()}
            hint={m.import_mapping_from_hint()}
            value={from}
            choices={[
              { value: PROPOSED, label: m.import_mapping_proposed() },
              ...known.map((one) => ({ value: one.name, label: `${one.source.name} (${one.name})` })),
            ]}
            onChange={begin}
          />
        )
      )}
      <Section title={m.import_columns()}>
        {errors["mapping.columns"] && (
          <p className={css.wrong} role="alert">
            {errors["mapping.columns"]}
          </p>
        )}
        <ColumnFields
          look={look}
          names={places.used}
          rest={places.rest}
          columns={columns}
          onChange={(changed) => map({ columns: changed })}
        />
        <Rules mapping={mapping} onChange={(changed) => edit({ mapping: changed })} />
      </Section>
      {mapping.variants?.map((variant, at) => (
        <Section key={variant.when} title={m.import_columns_variant({ when: variant.when })}>
          <ColumnFields
            look={look}
            names={sorted([], look.mapping.variants?.[at]?.columns ?? variant.columns).used}
            columns={variant.columns}
            onChange={(changed) =>
              map({
                variants: mapping.variants?.map((one) =>
                  one === variant ? { ...variant, columns: changed } : one,
                ),
              })
            }
          />
        </Section>
      ))}
      <Section title={m.import_defaults()}>
        <Pair>
          <Select<OrganizationKind | "">
            label={m.import_default_kind()}
            value={mapping.defaults?.kinds?.[0] ?? ""}
            error={errors["mapping.defaults.kinds"]}
            choices={[
              { value: "", label: m.import_default_kind_none() },
              ...KINDS.map((kind) => ({ value: kind, label: kindLabel(kind) })),
            ]}
            onChange={(kind) => map({ defaults: { ...mapping.defaults, kinds: kind ? [kind] : [] } })}
          />
          <Select<string>
            label={m.import_default_country()}
            value={country}
            choices={[
              ...COUNTRIES.map((code) => ({ value: code as string, label: COUNTRY_LABELS[code]() })),
              ...(COUNTRIES.some((code) => code === country) ? [] : [{ value: country, label: country }]),
            ]}
            onChange={(chosen) => map({ defaults: { ...mapping.defaults, country: chosen } })}
          />
        </Pair>
      </Section>
      <SourceFields
        source={source}
        errors={errors}
        onChange={(change) => edit({ source: { ...source, ...change } })}
      />
      <TextField
        label={m.import_name()}
        hint={replaced ? m.import_name_taken() : m.import_name_hint()}
        name="name"
        autoComplete="off"
        maxLength={60}
        value={name}
        onChange={(changed) => edit({ name: changed })}
        error={errors.name}
      />
      <Actions>
        <Button type="submit" pending={save.isPending}>
          {m.import_save()}
        </Button>
      </Actions>
    </Form>
  );
}
