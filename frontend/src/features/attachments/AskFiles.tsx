import { useState } from "react";
import { m } from "~/paraglide/messages.js";
import { FileField } from "~/ui/FileField";
import { choose, chosenFiles } from "./chosen";
import { ENDINGS, MOST_BYTES, MOST_FILES } from "./formats";

/** Files to go with a request that is being written. Without an account they are added by the link of the confirmation. */
export default function AskFiles({ signedIn }: { signedIn: boolean }) {
  const [files, setFiles] = useState(chosenFiles);
  if (!signedIn) return <p>{m.files_ask_later()}</p>;
  return (
    <FileField
      label={m.files_attach()}
      optional
      hint={m.files_kept()}
      files={files}
      onChange={(next) => {
        choose(next);
        setFiles(next);
      }}
      endings={ENDINGS}
      mostBytes={MOST_BYTES}
      most={MOST_FILES}
    />
  );
}
