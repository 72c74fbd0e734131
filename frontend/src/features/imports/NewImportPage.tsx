import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import type { ImportMapping, ImportPreview } from "~/api/types";
import { m } from "~/paraglide/messages.js";
import { Breadcrumb } from "~/ui/Breadcrumb";
import { Link } from "~/ui/Link";
import { Page } from "~/ui/Page";
import { Stepper } from "~/ui/Stepper";
import { CheckStep } from "./CheckStep";
import { FileStep } from "./FileStep";
import { MappingStep } from "./MappingStep";
import { type MappingDraft, proposed } from "./mapping";

type Chosen = { file: File; look: ImportPreview; draft: MappingDraft };
type Checked = { look: ImportPreview; saved: ImportMapping };

const HEADINGS = [m.import_step_file, m.import_step_columns, m.import_step_check];

/** A file on its way in: which one, what its columns are, and what its first lines become. */
export default function NewImportPage({ step }: { step: string }) {
  const navigate = useNavigate();
  const [chosen, setChosen] = useState<Chosen>();
  const [checked, setChecked] = useState<Checked>();
  // A file is not kept by the browser: after a reload one begins with it again.
  const at = !chosen || step === "" ? 0 : checked && step === "lignes" ? 2 : 1;
  const go = (part: string) => navigate({ to: "/imports/$", params: { _splat: `nouveau${part}` } });
  return (
    <Page
      title={m.imports_new()}
      heading={HEADINGS[at]?.()}
      longTitle
      above={
        <>
          <Breadcrumb>
            <Link to="/imports/$" params={{ _splat: "" }}>
              {m.imports_title()}
            </Link>
          </Breadcrumb>
          <Stepper at={at + 1} of={HEADINGS.length} />
        </>
      }
    >
      {at === 0 && (
        <FileStep
          onLooked={(file, look) => {
            setChosen({ file, look, draft: proposed(file.name, look.mapping) });
            setChecked(undefined);
            void go("/colonnes");
          }}
        />
      )}
      {at === 1 && chosen && (
        <MappingStep
          {...chosen}
          onDraft={(draft) => setChosen({ ...chosen, draft })}
          onSaved={(saved, look) => {
            setChecked({ saved, look });
            void go("/lignes");
          }}
        />
      )}
      {at === 2 && chosen && checked && <CheckStep file={chosen.file} {...checked} />}
    </Page>
  );
}
