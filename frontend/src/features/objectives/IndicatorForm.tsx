import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { client, idempotent, unwrap } from "~/api/client";
import { fieldErrors } from "~/api/problem";
import type { Indicator, LangText } from "~/api/types";
import { useDraft } from "~/lib/drafts";
import { getLocale } from "~/lib/locale";
import { useKeyed } from "~/lib/use-keyed";
import { m } from "~/paraglide/messages.js";
import { ProblemBanner } from "~/ui/Banner";
import { Button } from "~/ui/Button";
import { ChoiceCards } from "~/ui/Choices";
import { Form } from "~/ui/Form";
import { Actions } from "~/ui/States";
import { TextField } from "~/ui/TextField";
import { toast } from "~/ui/Toast";

const WORDS = ["name", "unit", "perimeter", "method"] as const;
const FIELDS = ["measure", ...WORDS, ...WORDS.map((word) => `definition.${word}`)];
const NOTHING = { name: "", unit: "", perimeter: "", method: "" };

type Typed = typeof NOTHING;

const said = (text: LangText | null | undefined) => text?.[getLocale()] ?? text?.fr ?? "";

/** What the definition in force says in the language of whoever reads it. */
const typedOf = ({ definition }: Indicator): Typed => ({
  name: said(definition.name),
  unit: said(definition.unit),
  perimeter: said(definition.perimeter),
  method: said(definition.method),
});

/** What was typed anew, beside what is said in other languages. */
function changed({ definition }: Indicator, before: Typed, now: Typed) {
  const anew = WORDS.filter((word) => now[word].trim() !== before[word].trim());
  return Object.fromEntries(
    anew.map((word) => {
      const text = now[word].trim();
      return [word, text ? { ...definition[word], [getLocale()]: text } : null];
    }),
  );
}

const inWords = (text: string) => ({ [getLocale()]: text.trim() });

function useSave(indicator: Indicator | undefined, onSaved: (saved: Indicator) => void) {
  const queryClient = useQueryClient();
  const { keyFor, done } = useKeyed("lorntech.key.indicator");
  return useMutation({
    mutationFn: ({ measure, typed }: { measure: Indicator["measure"]; typed: Typed }) => {
      if (indicator)
        return unwrap(
          client.PATCH("/v1/indicators/{id}", {
            params: { path: { id: indicator.slug }, header: { "If-Match": `"${indicator.revision}"` } },
            body: changed(indicator, typedOf(indicator), typed),
            headers: { "Content-Type": "application/merge-patch+json" },
          }),
        );
      const definition = {
        name: inWords(typed.name),
        unit: inWords(typed.unit),
        perimeter: inWords(typed.perimeter),
        ...(typed.method.trim() ? { method: inWords(typed.method) } : {}),
      };
      const body = { measure, definition };
      return unwrap(client.POST("/v1/indicators", { params: { header: idempotent(keyFor(body)) }, body }));
    },
    onSuccess: async (saved) => {
      done();
      await queryClient.invalidateQueries({ queryKey: ["objectives"] });
      toast(indicator ? m.indicator_now_defined() : m.indicator_now_created());
      onSaved(saved);
    },
  });
}

/** What is counted, of whom and how: a new indicator, or a new version of what one means. */
export function IndicatorForm({
  indicator,
  onSaved,
}: {
  indicator?: Indicator;
  onSaved: (saved: Indicator) => void;
}) {
  const before = indicator ? typedOf(indicator) : NOTHING;
  // Another version of the same indicator is another draft.
  const draft = `lorntech.indicator.${indicator ? `${indicator.slug}.${indicator.revision}` : "new"}`;
  const [typed, setTyped, clear] = useDraft<Typed>(draft, before);
  const [measure, setMeasure] = useState<Indicator["measure"]>(indicator?.measure ?? "stock");
  const [tried, setTried] = useState(false);
  const save = useSave(indicator, (saved) => {
    clear();
    onSaved(saved);
  });
  const errors = fieldErrors(save.error, FIELDS);
  const missing = (word: keyof Typed) => tried && word !== "method" && typed[word].trim() === "";
  const isSame = WORDS.every((word) => typed[word].trim() === before[word].trim());
  const field = (word: keyof Typed) => ({
    value: typed[word],
    onChange: (text: string) => setTyped({ ...typed, [word]: text }),
    error: missing(word) ? m.indicator_missing() : (errors[word] ?? errors[`definition.${word}`]),
  });
  return (
    <Form
      onSubmit={() => {
        setTried(true);
        const isWhole = typed.name.trim() && typed.unit.trim() && typed.perimeter.trim();
        if (isWhole && !isSame && !save.isPending) save.mutate({ measure, typed });
      }}
    >
      <ProblemBanner error={save.error} known={FIELDS} />
      {!indicator && (
        <ChoiceCards
          label={m.indicator_measure()}
          columns
          value={measure}
          onChange={setMeasure}
          error={errors.measure}
          choices={[
            { value: "stock", title: m.indicator_stock(), text: m.indicator_stock_text() },
            { value: "flow", title: m.indicator_flow(), text: m.indicator_flow_text() },
          ]}
        />
      )}
      <TextField label={m.indicator_name()} maxLength={120} {...field("name")} />
      <TextField
        label={m.indicator_unit()}
        hint={m.indicator_unit_hint()}
        maxLength={60}
        {...field("unit")}
      />
      <TextField
        label={m.indicator_perimeter()}
        hint={m.indicator_perimeter_hint()}
        long
        rows={2}
        maxLength={500}
        {...field("perimeter")}
      />
      <TextField label={m.indicator_method()} optional long rows={3} maxLength={2000} {...field("method")} />
      {tried && indicator && isSame && <p role="status">{m.indicator_same()}</p>}
      <Actions>
        <Button type="submit" pending={save.isPending}>
          {indicator ? m.indicator_save_version() : m.indicator_save()}
        </Button>
      </Actions>
    </Form>
  );
}
