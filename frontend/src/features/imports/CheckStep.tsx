import { useState } from "react";
import type { ImportMapping, ImportPreview } from "~/api/types";
import { countryName } from "~/features/directory/countries";
import { kindLabel } from "~/features/directory/labels";
import { number } from "~/lib/format";
import { getLocale } from "~/lib/locale";
import { m } from "~/paraglide/messages.js";
import { Badge } from "~/ui/Badge";
import { ProblemBanner } from "~/ui/Banner";
import { Button } from "~/ui/Button";
import { Link } from "~/ui/Link";
import { Section } from "~/ui/Page";
import { Actions, Empty } from "~/ui/States";
import { ConfirmImport } from "./ConfirmImport";
import css from "./imports.module.css";
import { LineFaults } from "./LineFaults";
import { SendProgress } from "./Progress";
import { useSendImport } from "./sending";
import { memberLabel } from "./words";

type Line = ImportPreview["lines"][number];

/** In the headline, or of use to the program alone. */
const UNSAID = ["name", "territory", "external_id"];

function words(member: string, value: unknown): string {
  if (Array.isArray(value)) return value.map((one) => words(member, one)).join(", ");
  if (typeof value === "number") return number(value, { maximumFractionDigits: 6 });
  if (member === "kinds" && typeof value === "string") return kindLabel(value);
  if (member === "country" && typeof value === "string") return countryName(value);
  if (member === "identifiers" && value && typeof value === "object") {
    const { scheme, value: text } = value as { scheme?: unknown; value?: unknown };
    return `${scheme} ${text}`;
  }
  if (value && typeof value === "object") {
    const texts = value as Record<string, unknown>;
    return String(texts[getLocale()] ?? Object.values(texts)[0] ?? "");
  }
  return String(value ?? "");
}

function PreviewItem({ line }: { line: Line }) {
  const record: Record<string, unknown> = line.record ?? {};
  const said = Object.entries(record)
    .filter(([member]) => !UNSAID.includes(member))
    .map(([member, value]) => [member, words(member, value)] as const)
    .filter(([, text]) => text !== "");
  const name = typeof record.name === "string" ? record.name : m.import_line_nameless();
  return (
    <li>
      <div className={css.itemHead}>
        <h3>
          <span className={css.line}>{m.import_line({ n: number(line.line) })}</span> {name}
        </h3>
        {!line.record ? (
          <Badge tone="wrong">{m.import_line_refused()}</Badge>
        ) : line.problem ? (
          <Badge tone="now">{m.import_line_partly()}</Badge>
        ) : (
          <Badge tone="done">{m.import_line_good()}</Badge>
        )}
      </div>
      {said.length > 0 && (
        <dl className={css.members}>
          {said.map(([member, text]) => (
            <div key={member}>
              <dt>{memberLabel(member)}</dt>
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
      )}
      {line.problem && <LineFaults problem={line.problem} />}
    </li>
  );
}

/** What the first lines become, before anything is done with the whole file. */
export function CheckStep(props: { file: File; look: ImportPreview; saved: ImportMapping }) {
  const { file, look, saved } = props;
  const { send, share } = useSendImport();
  const [asking, setAsking] = useState(false);
  const run = (dryRun: boolean) => {
    setAsking(false);
    send.mutate({ file, mapping: saved.name, revision: saved.revision, dryRun });
  };
  const count = look.lines.length;
  const pending = (dryRun: boolean) => send.isPending && send.variables.dryRun === dryRun;
  const actions = (
    <>
      <ProblemBanner error={send.error} />
      {send.isPending && <SendProgress share={share} />}
      <Actions>
        <Button onPress={() => send.isPending || run(true)} pending={pending(true)}>
          {m.import_dry_run()}
        </Button>
        <Button look="secondary" onPress={() => send.isPending || setAsking(true)} pending={pending(false)}>
          {m.import_run()}
        </Button>
        <Link to="/imports/$" params={{ _splat: "nouveau/colonnes" }}>
          {m.import_mend()}
        </Link>
      </Actions>
    </>
  );
  return (
    <>
      {count === 0 ? (
        <Empty
          title={m.import_lines_none()}
          actions={
            <Link to="/imports/$" params={{ _splat: "nouveau" }} button="secondary">
              {m.import_other_file()}
            </Link>
          }
        >
          {m.import_lines_none_text()}
        </Empty>
      ) : (
        <div className={css.check}>
          <p>{m.import_lines_text()}</p>
          {actions}
          <Section title={m.import_lines_first({ count, n: number(count) })}>
            <ol className={css.items}>
              {look.lines.map((line) => (
                <PreviewItem key={line.line} line={line} />
              ))}
            </ol>
          </Section>
        </div>
      )}
      <ConfirmImport
        open={asking}
        file={file.name}
        licence={Boolean(saved.source.licence)}
        onConfirm={() => run(false)}
        onClose={() => setAsking(false)}
      />
    </>
  );
}
