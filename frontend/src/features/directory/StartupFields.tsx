import { useState } from "react";
import type { Stage } from "~/api/types";
import { getLocale } from "~/lib/locale";
import { m } from "~/paraglide/messages.js";
import { Button } from "~/ui/Button";
import { Combobox } from "~/ui/Combobox";
import { Pair } from "~/ui/Form";
import { Select } from "~/ui/Select";
import { TextField } from "~/ui/TextField";
import { countries, countryName } from "./countries";
import { STAGES } from "./kinds";
import type { ParticularProps } from "./ParticularFields";
import css from "./particulars.module.css";
import { RoundFields } from "./RoundFields";
import { stageLabel } from "./stages";

export function StartupFields({ value, onChange, errors, within }: ParticularProps) {
  const error = (member: string) => errors[within + member];
  return (
    <>
      <Select<Stage | "">
        label={m.particular_stage()}
        optional
        value={value.stage}
        onChange={(stage) => onChange({ stage })}
        choices={[
          { value: "", label: m.particular_stage_unsaid() },
          ...STAGES.map((stage) => ({ value: stage, label: stageLabel(stage) })),
        ]}
        error={error("stage")}
      />
      <TextField
        label={m.particular_pitch()}
        hint={m.particular_pitch_hint()}
        name="pitch"
        optional
        long
        rows={3}
        maxLength={300}
        value={value.pitch}
        onChange={(pitch) => onChange({ pitch })}
        error={error(`pitch.${getLocale()}`) ?? error("pitch")}
      />
      <TextField
        label={m.particular_business_model()}
        hint={m.particular_business_model_hint()}
        name="business_model"
        optional
        long
        rows={3}
        maxLength={1000}
        value={value.businessModel}
        onChange={(businessModel) => onChange({ businessModel })}
        error={error("business_model")}
      />
      <Pair>
        <TextField
          label={m.particular_team_size()}
          hint={m.particular_team_size_hint()}
          name="team_size"
          inputMode="numeric"
          optional
          maxLength={20}
          value={value.teamSize}
          onChange={(teamSize) => onChange({ teamSize })}
          error={error("team_size")}
        />
        <TextField
          label={m.particular_jobs()}
          hint={m.particular_jobs_hint()}
          name="jobs"
          inputMode="numeric"
          optional
          maxLength={20}
          value={value.jobs}
          onChange={(jobs) => onChange({ jobs })}
          error={error("jobs")}
        />
      </Pair>
      <Countries
        value={value.international}
        onChange={(international) => onChange({ international })}
        error={
          error("international") ??
          value.international.map((_, at) => error(`international.${at}`)).find(Boolean)
        }
      />
      {within && <p className={css.aside}>{m.particular_programmes_text()}</p>}
      <RoundFields
        value={value.rounds}
        onChange={(rounds) => onChange({ rounds })}
        error={(member) => error(`funding_rounds${member}`)}
      />
    </>
  );
}

function Countries(props: {
  value: string[];
  onChange: (codes: string[]) => void;
  error: string | undefined;
}) {
  const { value, onChange, error } = props;
  const [all] = useState(countries);
  const [said, setSaid] = useState("");
  return (
    <div className={css.countries}>
      <Combobox
        label={m.particular_international()}
        hint={m.particular_international_hint()}
        optional
        error={error}
        choices={all.filter(({ id }) => !value.includes(id))}
        value={undefined}
        onChange={(chosen) => {
          if (!chosen) return;
          onChange([...value, chosen.id]);
          setSaid(m.particular_country_added({ name: chosen.label }));
        }}
      />
      {value.length > 0 && (
        <ul className={css.chosen} aria-label={m.particular_international()}>
          {value.map((code) => (
            <li key={code}>
              <span>{countryName(code)}</span>
              <Button
                look="quiet"
                small
                aria-label={m.particular_country_remove({ name: countryName(code) })}
                onPress={() => {
                  onChange(value.filter((other) => other !== code));
                  setSaid(m.particular_country_removed({ name: countryName(code) }));
                }}
              >
                {m.relation_remove()}
              </Button>
            </li>
          ))}
        </ul>
      )}
      <p role="status" className="visually-hidden">
        {said}
      </p>
    </div>
  );
}
