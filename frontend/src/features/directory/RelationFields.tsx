import { useState } from "react";
import type { RelationKind } from "~/api/types";
import { m } from "~/paraglide/messages.js";
import { Button } from "~/ui/Button";
import { DateField } from "~/ui/DateField";
import { Pair } from "~/ui/Form";
import { FieldError } from "~/ui/parts/FieldFrame";
import { SearchField } from "~/ui/SearchField";
import { Select } from "~/ui/Select";
import { useCompletion } from "./completing";
import css from "./directory.module.css";
import type { EditedRelation } from "./edit";
import { RELATION_KINDS, relationLabel } from "./relations";

type Props = {
  /** The record itself, which is not related to itself. */
  slug: string;
  value: EditedRelation[];
  onChange: (relations: EditedRelation[]) => void;
  error: string | undefined;
};

/** The other records that this one belongs to: each is found by its name, and added as what it is to this one. */
export function RelationFields({ slug, value, onChange, error }: Props) {
  const [kind, setKind] = useState<RelationKind>("member_of");
  const [typed, setTyped] = useState("");
  const [said, setSaid] = useState("");
  const known = (other: string) => value.some((one) => one.kind === kind && one.slug === other);
  const completion = useCompletion(
    typed,
    ({ slug: other, label }) => {
      setTyped("");
      if (!other || other === slug || known(other)) return;
      onChange([...value, { kind, slug: other, name: label, startedOn: "", endedOn: "" }]);
      setSaid(m.relation_added({ relation: relationLabel(kind), name: label }));
    },
    { recordsOnly: true },
  );
  const change = (at: number, part: Partial<EditedRelation>) =>
    onChange(value.map((one, place) => (place === at ? { ...one, ...part } : one)));
  return (
    <>
      {value.length > 0 && (
        <ul className={css.relations}>
          {value.map((one, at) => (
            <li key={`${one.kind} ${one.slug}`}>
              <div>
                <span>
                  {relationLabel(one.kind)} <strong>{one.name}</strong>
                </span>
                <Button
                  look="quiet"
                  small
                  aria-label={m.relation_remove_one({ relation: relationLabel(one.kind), name: one.name })}
                  onPress={() => {
                    onChange(value.filter((_, place) => place !== at));
                    setSaid(m.relation_removed({ relation: relationLabel(one.kind), name: one.name }));
                  }}
                >
                  {m.relation_remove()}
                </Button>
              </div>
              {one.kind === "accelerated_by" && (
                <Pair>
                  <DateField
                    label={m.relation_from()}
                    optional
                    value={one.startedOn}
                    onChange={(startedOn) => change(at, { startedOn })}
                  />
                  <DateField
                    label={m.relation_to()}
                    optional
                    value={one.endedOn}
                    onChange={(endedOn) => change(at, { endedOn })}
                  />
                </Pair>
              )}
            </li>
          ))}
        </ul>
      )}
      <p role="status" className="visually-hidden">
        {said}
      </p>
      {error && <FieldError>{error}</FieldError>}
      <Pair>
        <Select
          label={m.relation_kind()}
          value={kind}
          onChange={(chosen) => setKind(chosen as RelationKind)}
          choices={RELATION_KINDS.map((one) => ({ value: one, label: relationLabel(one) }))}
        />
        {/* Enter chooses among what is found, and sends nothing. */}
        {/* biome-ignore lint/a11y/noStaticElementInteractions: the key is the field's. */}
        <div
          onKeyDown={(event) =>
            event.key === "Enter" && event.target instanceof HTMLInputElement && event.preventDefault()
          }
        >
          <SearchField
            label={m.relation_search()}
            value={typed}
            onChange={setTyped}
            completion={completion}
          />
        </div>
      </Pair>
    </>
  );
}
