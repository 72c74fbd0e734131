import ArrowDown from "lucide-react/icons/arrow-down";
import ArrowUp from "lucide-react/icons/arrow-up";
import { useEffect, useRef, useState } from "react";
import type { LangText, QuestionType } from "~/api/types";
import { words } from "~/lib/lang-text";
import { m } from "~/paraglide/messages.js";
import { Button } from "~/ui/Button";
import { CheckList } from "~/ui/Choices";
import { Disclosure } from "~/ui/Disclosure";
import { Pair } from "~/ui/Form";
import { FieldError } from "~/ui/parts/FieldFrame";
import { Select } from "~/ui/Select";
import { Actions } from "~/ui/States";
import { Switch } from "~/ui/Switch";
import { TextField } from "~/ui/TextField";
import { type EditedQuestion, moved, newId, newQuestion, possibleAfter, type Tongue } from "./edit-service";
import css from "./totems.module.css";

const TYPES: Record<QuestionType, () => string> = {
  text: m.question_type_text,
  choice: m.question_type_choice,
  number: m.question_type_number,
  date: m.question_type_date,
  file: m.question_type_file,
};

type Props = {
  questions: EditedQuestion[];
  tongue: Tongue;
  errors: Record<string, string>;
  onChange: (questions: EditedQuestion[]) => void;
};

const named = (question: EditedQuestion) => words(question.label) || m.question_unnamed();

/** The questions of a service in their order, each to be opened, moved and taken away. */
export function QuestionEditor({ questions, tongue, errors, onChange }: Props) {
  const [said, setSaid] = useState("");
  const [taken, setTaken] = useState<{ at: number; question: EditedQuestion }>();
  // What takes the focus next: the first field of what was added, or the arrow of what was moved, which has moved with it.
  const [next, setNext] = useState<{ id: string; what: string }>();
  const place = useRef<HTMLOListElement>(null);
  useEffect(() => {
    if (next) place.current?.querySelector<HTMLElement>(`[data-question="${next.id}"] ${next.what}`)?.focus();
  }, [next]);
  // Once open, a question is closed by whoever opened it alone.
  const [opened] = useState(() => new Set<string>());

  const change = (at: number, part: Partial<EditedQuestion>) =>
    onChange(questions.map((one, number) => (number === at ? { ...one, ...part } : one)));
  const move = (at: number, to: number) => {
    const question = questions[at];
    if (!question || to < 0 || to >= questions.length) return;
    onChange(moved(questions, at, to));
    setNext({ id: question.id, what: to < at ? "[data-move=up]" : "[data-move=down]" });
    setSaid(m.question_moved({ question: named(question), place: to + 1, of: questions.length }));
  };
  return (
    <>
      <ol className={css.questions} ref={place}>
        {questions.map((question, at) => {
          if (Object.keys(errors).some((field) => field.startsWith(`questions.${at}.`)))
            opened.add(question.id);
          return (
            <li key={question.id} data-question={question.id}>
              <div className={css.questionHead}>
                <Disclosure
                  open={opened.has(question.id)}
                  title={m.question_at({
                    n: at + 1,
                    question: named(question),
                    type: TYPES[question.type](),
                  })}
                >
                  <QuestionForm
                    question={question}
                    earlier={possibleAfter(questions, at)}
                    tongue={tongue}
                    error={(name) => errors[`questions.${at}.${name}`]}
                    onEdit={(part) => change(at, part)}
                    onRemove={() => {
                      setTaken({ at, question });
                      onChange(questions.filter((one) => one !== question));
                      setSaid(m.question_removed({ question: named(question) }));
                    }}
                  />
                </Disclosure>
                <span className={css.moves}>
                  <Button
                    look="quiet"
                    small
                    icon={<ArrowUp size={16} aria-hidden="true" />}
                    aria-label={m.question_up({ question: named(question) })}
                    aria-disabled={at === 0 || undefined}
                    data-move="up"
                    onPress={() => move(at, at - 1)}
                  />
                  <Button
                    look="quiet"
                    small
                    icon={<ArrowDown size={16} aria-hidden="true" />}
                    aria-label={m.question_down({ question: named(question) })}
                    aria-disabled={at === questions.length - 1 || undefined}
                    data-move="down"
                    onPress={() => move(at, at + 1)}
                  />
                </span>
              </div>
            </li>
          );
        })}
      </ol>
      <p role="status" className="visually-hidden">
        {said}
      </p>
      <Actions>
        <Button
          look="secondary"
          small
          onPress={() => {
            const question = newQuestion();
            opened.add(question.id);
            onChange([...questions, question]);
            setNext({ id: question.id, what: "input" });
            setTaken(undefined);
          }}
        >
          {m.question_add()}
        </Button>
        {taken && (
          <Button
            look="quiet"
            small
            onPress={() => {
              onChange([...questions.slice(0, taken.at), taken.question, ...questions.slice(taken.at)]);
              setTaken(undefined);
            }}
          >
            {m.question_restore({ question: named(taken.question) })}
          </Button>
        )}
      </Actions>
    </>
  );
}

type FormProps = {
  question: EditedQuestion;
  earlier: EditedQuestion[];
  tongue: Tongue;
  error: (name: string) => string | undefined;
  onEdit: (part: Partial<EditedQuestion>) => void;
  onRemove: () => void;
};

function QuestionForm({ question, earlier, tongue, error, onEdit, onRemove }: FormProps) {
  const text = (name: "label" | "help" | "unit") => ({
    value: question[name][tongue] ?? "",
    onChange: (value: string) =>
      onEdit({ [name]: { ...question[name], [tongue]: value } satisfies LangText }),
  });
  return (
    <div className={css.questionForm}>
      <TextField label={m.question_label()} maxLength={300} {...text("label")} error={error("label")} />
      <TextField label={m.question_help()} optional maxLength={500} {...text("help")} />
      <Select<QuestionType>
        label={m.question_type()}
        value={question.type}
        onChange={(type) => onEdit({ type })}
        choices={(Object.keys(TYPES) as QuestionType[]).map((value) => ({ value, label: TYPES[value]() }))}
      />
      {question.type === "choice" && (
        <Choices question={question} tongue={tongue} error={error("choices")} onEdit={onEdit} />
      )}
      {question.type === "number" && (
        <>
          <Pair>
            <TextField
              label={m.question_minimum_field()}
              optional
              inputMode="decimal"
              maxLength={14}
              value={question.minimum}
              onChange={(minimum) => onEdit({ minimum })}
              error={error("minimum")}
            />
            <TextField
              label={m.question_maximum_field()}
              optional
              inputMode="decimal"
              maxLength={14}
              value={question.maximum}
              onChange={(maximum) => onEdit({ maximum })}
              error={error("maximum")}
            />
          </Pair>
          <TextField
            label={m.question_unit()}
            hint={m.question_unit_hint()}
            optional
            maxLength={40}
            {...text("unit")}
          />
        </>
      )}
      <Switch
        label={m.question_required()}
        on={question.required}
        onChange={(required) => onEdit({ required })}
      />
      <ShownWhen question={question} earlier={earlier} error={error("shown_when")} onEdit={onEdit} />
      <Actions>
        <Button look="danger" small onPress={onRemove}>
          {m.question_remove()}
          <span className="visually-hidden"> {named(question)}</span>
        </Button>
      </Actions>
    </div>
  );
}

type PartProps = Pick<FormProps, "question" | "onEdit"> & { error: string | undefined };

function Choices({ question, tongue, error, onEdit }: PartProps & { tongue: Tongue }) {
  const { choices } = question;
  return (
    <>
      {error && <FieldError>{error}</FieldError>}
      <ol className={css.choices}>
        {choices.map((choice, at) => (
          <li key={choice.id}>
            <TextField
              label={m.question_choice({ n: at + 1 })}
              maxLength={200}
              value={choice.label[tongue] ?? ""}
              onChange={(value) =>
                onEdit({
                  choices: choices.map((one) =>
                    one === choice ? { ...one, label: { ...one.label, [tongue]: value } } : one,
                  ),
                })
              }
            />
            <Button
              look="quiet"
              small
              onPress={() => onEdit({ choices: choices.filter((one) => one !== choice) })}
            >
              {m.question_choice_remove()}
              <span className="visually-hidden"> {words(choice.label) || at + 1}</span>
            </Button>
          </li>
        ))}
      </ol>
      <Actions>
        <Button
          look="secondary"
          small
          onPress={() => onEdit({ choices: [...choices, { id: newId(), label: {} }] })}
        >
          {m.question_choice_add()}
        </Button>
      </Actions>
      <Switch
        label={m.question_several()}
        on={question.several}
        onChange={(several) => onEdit({ several })}
      />
    </>
  );
}

/** Whether a question is asked always, or only with certain answers to an earlier choice. */
function ShownWhen({ question, earlier, error, onEdit }: PartProps & { earlier: EditedQuestion[] }) {
  const other = earlier.find((one) => one.id === question.after);
  if (earlier.length === 0 && question.after === "") return null;
  return (
    <>
      <Select
        label={m.question_after()}
        value={question.after}
        onChange={(after) => onEdit({ after, when: [] })}
        choices={[
          { value: "", label: m.question_always() },
          ...(question.after && !other ? [{ value: question.after, label: m.question_after_gone() }] : []),
          ...earlier.map((one) => ({ value: one.id, label: named(one) })),
        ]}
        error={other ? undefined : error}
      />
      {other && (
        <CheckList
          label={m.question_when()}
          error={error}
          value={question.when}
          onChange={(when) => onEdit({ when })}
          choices={other.choices.map((choice) => ({ value: choice.id, label: words(choice.label) }))}
        />
      )}
    </>
  );
}
