import { m } from "~/paraglide/messages.js";
import { TextField } from "~/ui/TextField";

export type SourceText = { title: string; publisher: string; url: string };
export const NO_SOURCE: SourceText = { title: "", publisher: "", url: "" };

/** As the service takes it. */
export const sourceOf = ({ title, publisher, url }: SourceText) => ({
  title: title.trim(),
  publisher: publisher.trim(),
  ...(url.trim() ? { url: url.trim() } : {}),
});

/** A number as people type it: "11 400", "12,5". */
export function numberOf(text: string): number | undefined {
  const plain = text.replace(/\s/g, "").replace(",", ".");
  return /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : undefined;
}

type Props = {
  value: SourceText;
  onChange: (value: SourceText) => void;
  tried: boolean;
  errors: Record<string, string | undefined>;
};

/** Where a number was read. */
export function SourceFields({ value, onChange, tried, errors }: Props) {
  const missing = (text: string) => (tried && text.trim() === "" ? m.source_missing() : undefined);
  return (
    <>
      <TextField
        label={m.source_title()}
        maxLength={200}
        value={value.title}
        onChange={(title) => onChange({ ...value, title })}
        error={missing(value.title) ?? errors["source.title"]}
      />
      <TextField
        label={m.source_publisher()}
        maxLength={200}
        value={value.publisher}
        onChange={(publisher) => onChange({ ...value, publisher })}
        error={missing(value.publisher) ?? errors["source.publisher"]}
      />
      <TextField
        label={m.source_url()}
        optional
        type="url"
        maxLength={500}
        value={value.url}
        onChange={(url) => onChange({ ...value, url })}
        error={errors["source.url"]}
      />
    </>
  );
}
