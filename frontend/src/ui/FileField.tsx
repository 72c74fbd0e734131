import FileText from "lucide-react/icons/file-text";
import Upload from "lucide-react/icons/upload";
import X from "lucide-react/icons/x";
import { useId, useRef, useState } from "react";
import { fileSize, number } from "~/lib/format";
import { m } from "~/paraglide/messages.js";
import css from "./file.module.css";
import { described, FieldError, FieldFrame, type FieldTexts } from "./parts/FieldFrame";

type Props = FieldTexts & {
  files: File[];
  onChange: (files: File[]) => void;
  /** What is taken, by the end of the name: [".pdf", ".png"]. The service looks inside, we only save the way. */
  endings: readonly string[];
  mostBytes: number;
  /** How many files in all; a single one is replaced by the next. */
  most?: number;
};

const same = (a: File, b: File) =>
  a.name === b.name && a.size === b.size && a.lastModified === b.lastModified;

/** Files chosen or dropped, each with its size and a way to take it out again; what is refused is said in words. */
export function FileField({ files, onChange, endings, mostBytes, most = 1, ...texts }: Props) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const [refused, setRefused] = useState<string[]>([]);
  const [said, setSaid] = useState("");
  const [over, setOver] = useState(false);
  const kinds = endings.map((ending) => ending.slice(1).toUpperCase()).join(", ");
  const limits = m.file_limits({ kinds, size: fileSize(mostBytes) });
  const hint = texts.hint ? `${texts.hint} ${limits}` : limits;

  const whyNot = (file: File): string | undefined => {
    const name = file.name;
    if (!endings.some((ending) => name.toLowerCase().endsWith(ending)))
      return m.file_wrong_kind({ name, kinds });
    if (file.size === 0) return m.file_empty({ name });
    if (file.size > mostBytes)
      return m.file_too_big({ name, size: fileSize(file.size), most: fileSize(mostBytes) });
    return undefined;
  };

  const add = (chosen: File[]) => {
    const problems: string[] = [];
    const kept = most === 1 ? [] : [...files];
    for (const file of chosen) {
      const problem = whyNot(file);
      if (problem) problems.push(problem);
      else if (kept.some((one) => same(one, file))) continue;
      else if (kept.length >= most) problems.push(m.file_too_many({ name: file.name, most: number(most) }));
      else kept.push(file);
    }
    setRefused(problems);
    setSaid("");
    if (kept.length > 0) onChange(kept);
  };

  const remove = (at: number) => {
    const file = files[at];
    setRefused([]);
    setSaid(file ? m.file_removed({ name: file.name }) : "");
    // The focus stays in the list while there is one: on the next file, or on the one before it.
    const buttons = list.current?.querySelectorAll("button");
    (buttons?.[at + 1] ?? buttons?.[at - 1] ?? input.current)?.focus();
    onChange(files.filter((_, index) => index !== at));
  };

  const error = [texts.error, ...refused].filter((one) => one !== undefined);
  return (
    <div className={css.frame}>
      <FieldFrame id={id} texts={{ ...texts, hint, error: undefined }}>
        <div className={css.zone} data-over={over || undefined}>
          <Upload size={20} aria-hidden="true" />
          <span className={css.choose}>{most === 1 ? m.file_choose() : m.file_choose_more()}</span>
          <span className={css.drop}>{m.file_drop()}</span>
          {/* Over the whole zone and not to be seen: the browser's own control takes clicks, keys and drops. */}
          <input
            {...described(id, { ...texts, hint, error: error.join(" ") })}
            ref={input}
            type="file"
            accept={endings.join(",")}
            multiple={most > 1}
            onDragEnter={() => setOver(true)}
            onDragLeave={() => setOver(false)}
            onDrop={() => setOver(false)}
            onChange={(event) => {
              add([...(event.target.files ?? [])]);
              // Emptied, so that a file taken out can be chosen again.
              event.target.value = "";
            }}
          />
        </div>
      </FieldFrame>
      <div id={`${id}-error`} role="alert" className={css.refused}>
        {error.map((one) => (
          <FieldError key={one}>{one}</FieldError>
        ))}
      </div>
      {files.length > 0 && (
        <ul className={css.files} ref={list}>
          {files.map((file, at) => (
            <li key={`${file.name} ${file.size} ${file.lastModified}`}>
              <FileText size={18} aria-hidden="true" />
              <span className={css.name}>{file.name}</span>
              <span className={css.size}>{fileSize(file.size)}</span>
              <button
                type="button"
                className={css.remove}
                aria-label={m.file_remove({ name: file.name })}
                onClick={() => remove(at)}
              >
                <X size={18} aria-hidden="true" />
              </button>
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
