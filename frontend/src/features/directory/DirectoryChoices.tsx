import type { Facets } from "~/api/types";
import { m } from "~/paraglide/messages.js";
import { CheckList } from "~/ui/Choices";
import { Select } from "~/ui/Select";
import { type DirectoryFilters, PLACES, type Place } from "./filters";
import { KINDS, STAGES } from "./kinds";
import { kindLabel, placeLabel } from "./labels";
import { stageLabel } from "./stages";

const ANYWHERE = "partout";
/** Of what there are hundreds, so many are offered; typing finds the others. */
const OFFERED = 12;

type Props = {
  filters: DirectoryFilters;
  /** How many there are of each; unknown until they are counted. */
  facets: Facets | null | undefined;
  onChange: (next: DirectoryFilters) => void;
};

type Counted = NonNullable<Facets["kinds"]>[number];

/** The most frequent, and what is chosen even if nothing of it is left. */
function offered(found: Counted[], chosen: string[] = []): Counted[] {
  const missing = chosen.filter((one) => !found.some(({ value }) => value === one));
  return [
    ...found.filter(({ value }, at) => at < OFFERED || chosen.includes(value)),
    ...missing.map((value) => ({ value, count: 0 })),
  ];
}

/** What the directory is narrowed by, each choice with how many it leaves. */
export default function DirectoryChoices({ filters, facets, onChange }: Props) {
  const count = (found: Counted[] | null | undefined, value: string) =>
    found ? (found.find((one) => one.value === value)?.count ?? 0) : undefined;
  const some = <V extends string>(values: V[]) => (values.length > 0 ? values : undefined);
  const lists = [
    { name: "commune_code", label: m.ecosystem_city(), found: facets?.commune },
    { name: "sectors", label: m.ecosystem_sector(), found: facets?.sectors },
  ] as const;
  const stages = facets?.stage?.length || filters.stage?.length ? STAGES : [];
  return (
    <>
      <Select
        label={m.directory_place()}
        value={filters.place ?? ANYWHERE}
        choices={[
          { value: ANYWHERE, label: m.directory_anywhere() },
          ...(Object.keys(PLACES) as Place[]).map((place) => ({
            value: place as string,
            label: placeLabel(place),
          })),
        ]}
        onChange={(place) => onChange({ place: place === ANYWHERE ? undefined : place })}
      />
      <CheckList
        label={m.directory_kinds()}
        choices={KINDS.map((kind) => ({
          value: kind,
          label: kindLabel(kind),
          count: count(facets?.kinds, kind),
        }))}
        value={filters.kinds ?? []}
        onChange={(kinds) => onChange({ kinds: some(kinds) })}
      />
      {stages.length > 0 && (
        <CheckList
          label={m.ecosystem_stage()}
          choices={stages.map((stage) => ({
            value: stage as string,
            label: stageLabel(stage),
            count: count(facets?.stage, stage),
          }))}
          value={filters.stage ?? []}
          onChange={(stage) => onChange({ stage: some(stage) })}
        />
      )}
      {lists.map(({ name, label, found }) => {
        // A code that nobody gave a name says nothing to who chooses.
        const named = found?.filter((one) => one.label || filters[name]?.includes(one.value));
        const choices = offered(named ?? [], filters[name]);
        return (
          choices.length > 0 && (
            <CheckList
              key={name}
              label={label}
              choices={choices.map((one) => ({ ...one, label: one.label ?? one.value }))}
              value={filters[name] ?? []}
              onChange={(values) => onChange({ [name]: some(values) })}
            />
          )
        );
      })}
    </>
  );
}
