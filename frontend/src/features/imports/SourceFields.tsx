import { m } from "~/paraglide/messages.js";
import { Pair } from "~/ui/Form";
import { Section } from "~/ui/Page";
import { TextField } from "~/ui/TextField";
import type { MappingDraft } from "./mapping";

type Source = MappingDraft["source"];

/** Whose list it is, and on which terms. */
export function SourceFields(props: {
  source: Source;
  errors: Record<string, string>;
  onChange: (change: Partial<Source>) => void;
}) {
  const field = (member: keyof Source, maxLength: number) => ({
    name: `source.${member}`,
    autoComplete: "off",
    maxLength,
    value: props.source[member],
    onChange: (text: string) => props.onChange({ [member]: text }),
    error: props.errors[`source.${member}`],
  });
  return (
    <Section title={m.import_source()}>
      <TextField label={m.import_source_name()} {...field("name", 200)} />
      <Pair>
        <TextField label={m.import_source_publisher()} optional {...field("publisher", 200)} />
        <TextField label={m.import_source_url()} inputMode="url" optional {...field("url", 500)} />
      </Pair>
      <TextField
        label={m.import_source_licence()}
        hint={m.import_source_licence_hint()}
        optional
        {...field("licence", 100)}
      />
      <Pair>
        <TextField
          label={m.import_source_licence_url()}
          inputMode="url"
          optional
          {...field("licence_url", 500)}
        />
        <TextField label={m.import_source_attribution()} optional {...field("attribution", 300)} />
      </Pair>
      <TextField
        label={m.import_source_system()}
        hint={m.import_source_system_hint()}
        {...field("system", 60)}
      />
    </Section>
  );
}
