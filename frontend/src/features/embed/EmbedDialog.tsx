import Copy from "lucide-react/icons/copy";
import { useId, useRef, useState } from "react";
import { stringifySearch } from "~/app/search";
import type { DirectoryFilters } from "~/features/directory/filters";
import { getLocale, LOCALES, type Locale } from "~/lib/locale";
import { m } from "~/paraglide/messages.js";
import { Button } from "~/ui/Button";
import { Dialog } from "~/ui/Dialog";
import { Select } from "~/ui/Select";
import { Actions } from "~/ui/States";
import { toast } from "~/ui/Toast";
import { embedCode } from "./code";
import css from "./embed.module.css";

/** The few lines that show this map, with these filters, on somebody else's page. */
export default function EmbedDialog({
  filters,
  onClose,
}: {
  filters: DirectoryFilters;
  onClose: () => void;
}) {
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const [language, setLanguage] = useState<Locale>(getLocale());
  const code = embedCode(location.origin, filters, language, m.embed_title({}, { locale: language }));
  const copy = async () => {
    field.current?.select();
    try {
      await navigator.clipboard.writeText(code);
      toast(m.embed_copied());
    } catch {
      // Refused: the words are selected, and the browser's own way copies them.
    }
  };
  return (
    <Dialog title={m.embed_open()} open onClose={onClose}>
      <p>{m.embed_text()}</p>
      <Select
        label={m.embed_language()}
        value={language}
        choices={LOCALES.map((one) => ({ value: one, label: m.language_name({}, { locale: one }) }))}
        onChange={setLanguage}
      />
      <div className={css.field}>
        <label htmlFor={id}>{m.embed_code()}</label>
        <textarea ref={field} id={id} className={css.code} readOnly rows={6} value={code} />
      </div>
      <Actions>
        <Button icon={<Copy size={18} aria-hidden="true" />} onPress={copy}>
          {m.embed_copy()}
        </Button>
        <a
          href={`/embed/map${stringifySearch({ ...filters, lang: language })}`}
          target="_blank"
          rel="noopener"
        >
          {m.embed_see()}
        </a>
      </Actions>
    </Dialog>
  );
}
