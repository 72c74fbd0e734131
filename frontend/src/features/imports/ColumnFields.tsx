import type { ImportColumn, ImportMember, ImportPreview } from "~/api/types";
import { KINDS } from "~/features/directory/kinds";
import { kindLabel } from "~/features/directory/labels";
import { number } from "~/lib/format";
import { m } from "~/paraglide/messages.js";
import { Disclosure } from "~/ui/Disclosure";
import { Select } from "~/ui/Select";
import css from "./imports.module.css";
import { entryOf, samplesOf, withMember } from "./mapping";
import { ALL_MEMBERS, memberLabel } from "./words";

type Look = Pick<ImportPreview, "columns" | "lines">;
type Props = {
  look: Look;
  names: readonly string[];
  columns: ImportColumn[];
  onChange: (columns: ImportColumn[]) => void;
};

const SKIP = "";

/** What is in the column, and what its values mean where the mapping says so. */
function hintOf(look: Look, name: string, entry: ImportColumn | undefined): string | undefined {
  const place = look.columns.indexOf(name);
  const samples = place < 0 ? [] : samplesOf(look.lines, place);
  const kind = KINDS.find((one) => one === entry?.flag);
  const values = Object.keys(entry?.values ?? {}).length;
  return [
    samples.length > 0 ? samples.join(" · ") : place < 0 ? undefined : m.import_column_empty(),
    entry?.flag && m.import_column_flag({ kind: kind ? kindLabel(kind) : entry.flag }),
    values > 0 && m.import_column_values({ count: values, n: number(values) }),
  ]
    .filter(Boolean)
    .join(" — ");
}

function Fields({ look, names, columns, onChange }: Props) {
  return (
    <div className={css.columns}>
      {names.map((name) => {
        const entry = entryOf(columns, name);
        return (
          <Select<ImportMember | typeof SKIP>
            key={name}
            label={name}
            hint={hintOf(look, name, entry)}
            value={entry?.to ?? SKIP}
            choices={[
              { value: SKIP, label: m.import_column_skip() },
              ...ALL_MEMBERS.map((member) => ({ value: member, label: memberLabel(member) })),
            ]}
            onChange={(to) => onChange(withMember(columns, name, to === SKIP ? undefined : to))}
          />
        );
      })}
    </div>
  );
}

/** One field for each column of the file: what it becomes. Those that nothing becomes of are folded away. */
export function ColumnFields({ rest, ...fields }: Props & { rest?: readonly string[] }) {
  return (
    <>
      <Fields {...fields} />
      {rest && rest.length > 0 && (
        <Disclosure
          title={m.import_columns_rest({ count: rest.length, n: number(rest.length) })}
          open={fields.names.length === 0}
        >
          <Fields {...fields} names={rest} />
        </Disclosure>
      )}
    </>
  );
}
