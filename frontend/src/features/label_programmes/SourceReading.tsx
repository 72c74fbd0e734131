import { SourceFields } from "~/features/objectives/source-fields";
import { m } from "~/paraglide/messages.js";
import { DateField, INCOMPLETE_DATE } from "~/ui/DateField";
import { TextField } from "~/ui/TextField";
import type { Reading } from "./source";

type Props = {
  value: Reading;
  onChange: (value: Reading) => void;
  tried: boolean;
  errors: Record<string, string | undefined>;
};

/** Where a fact was read, when that was published, and what it says there. */
export function SourceReading({ value, onChange, tried, errors }: Props) {
  return (
    <>
      <SourceFields
        value={value}
        onChange={(source) => onChange({ ...value, ...source })}
        tried={tried}
        errors={errors}
      />
      <DateField
        label={m.source_published()}
        optional
        value={value.published}
        onChange={(published) => onChange({ ...value, published })}
        error={
          tried && value.published === INCOMPLETE_DATE
            ? m.label_date_incomplete()
            : errors["source.published_on"]
        }
      />
      <TextField
        label={m.source_words()}
        hint={m.source_words_hint()}
        optional
        long
        rows={2}
        maxLength={1000}
        value={value.says}
        onChange={(says) => onChange({ ...value, says })}
        error={errors["source.says"]}
      />
    </>
  );
}
