import { useState } from "react";
import { useMe } from "~/features/identity/queries";
import { m } from "~/paraglide/messages.js";
import { FileField } from "~/ui/FileField";
import type { FieldTexts } from "~/ui/parts/FieldFrame";
import { choose, chosenFiles } from "./chosen";
import { ENDINGS, MOST_BYTES, MOST_FILES } from "./formats";

/** A question that is answered by files. Without an account they are added by the link of the confirmation. */
export default function QuestionFiles({
  id,
  onChange,
  ...texts
}: FieldTexts & { id: string; onChange: () => void }) {
  const [files, setFiles] = useState(() => chosenFiles(id));
  const signedIn = Boolean(useMe());
  if (!signedIn)
    return (
      <div>
        <p>
          <strong>{texts.label}</strong>
        </p>
        {texts.hint && <p>{texts.hint}</p>}
        <p>{texts.optional ? m.question_file_later() : m.question_file_later_required()}</p>
      </div>
    );
  return (
    <FileField
      {...texts}
      files={files}
      onChange={(next) => {
        choose(next, id);
        setFiles(next);
        onChange();
      }}
      endings={ENDINGS}
      mostBytes={MOST_BYTES}
      most={MOST_FILES}
    />
  );
}
