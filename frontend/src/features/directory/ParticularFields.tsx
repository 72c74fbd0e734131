import { m } from "~/paraglide/messages.js";
import { CheckList } from "~/ui/Choices";
import { LeadToError, Pair } from "~/ui/Form";
import { TextField } from "~/ui/TextField";
import { INSTRUMENTS, instrumentLabel } from "./instruments";
import { linesOf, type Particulars, type Within } from "./particulars";
import css from "./particulars.module.css";
import { StartupFields } from "./StartupFields";

export type ParticularProps = {
  kinds: readonly string[];
  value: Particulars;
  onChange: (change: Partial<Particulars>) => void;
  errors: Record<string, string>;
  within: Within;
};

/** What is wrong with a list, or with one of its lines, which is then named. */
function listError(errors: Record<string, string>, name: string, lines: string[]): string | undefined {
  if (errors[name]) return errors[name];
  const at = lines.findIndex((_, at) => errors[`${name}.${at}`]);
  const value = lines[at];
  return value && m.particular_line_wrong({ value, detail: errors[`${name}.${at}`] ?? "" });
}

/** The fields of the kinds at hand; in a form of another kind there are none of them. */
export default function ParticularFields(props: ParticularProps) {
  const { kinds, value, onChange, errors } = props;
  const figure = (name: "desks" | "netFloor" | "ticketMin" | "ticketMax", member: string) => ({
    name: `profile.${member}`,
    inputMode: "numeric" as const,
    optional: true,
    maxLength: 20,
    value: value[name],
    onChange: (typed: string) => onChange({ [name]: typed }),
    error: errors[`profile.${member}`],
  });
  const lines = (name: "machines" | "supervisors") => ({
    name: `profile.${name}`,
    optional: true,
    long: true,
    rows: 4,
    value: value[name],
    onChange: (typed: string) => onChange({ [name]: typed }),
    error: listError(errors, `profile.${name}`, linesOf(value[name])),
  });
  return (
    <div className={css.particulars}>
      {kinds.includes("startup") && <StartupFields {...props} />}
      {kinds.includes("funder") && (
        <>
          <Pair>
            <TextField
              label={m.particular_ticket_min()}
              hint={m.particular_euros_hint()}
              {...figure("ticketMin", "ticket_min")}
            />
            <TextField
              label={m.particular_ticket_max()}
              hint={m.particular_euros_hint()}
              {...figure("ticketMax", "ticket_max")}
            />
          </Pair>
          <CheckList
            label={m.particular_instruments()}
            optional
            value={value.instruments}
            onChange={(instruments) => onChange({ instruments })}
            choices={INSTRUMENTS.map((one) => ({ value: one, label: instrumentLabel(one) }))}
            error={errors["profile.instruments"]}
          />
        </>
      )}
      {kinds.includes("research_lab") && (
        <TextField
          label={m.particular_supervisors()}
          hint={m.particular_supervisors_hint()}
          {...lines("supervisors")}
        />
      )}
      {kinds.includes("fablab") && (
        <TextField
          label={m.particular_machines()}
          hint={m.particular_machines_hint()}
          {...lines("machines")}
        />
      )}
      {kinds.includes("coworking") && (
        <TextField
          label={m.particular_desks()}
          hint={m.particular_desks_hint()}
          {...figure("desks", "desks")}
        />
      )}
      {kinds.includes("data_centre") && (
        <TextField
          label={m.particular_net_floor()}
          hint={m.particular_net_floor_hint()}
          {...figure("netFloor", "net_floor_m2")}
        />
      )}
      <LeadToError />
    </div>
  );
}
