import { m } from "~/paraglide/messages.js";
import { ChoiceCards } from "~/ui/Choices";
import { NEEDS, type Need, needText, needTitle } from "./needs";

export function NeedStep(props: {
  need: Need | undefined;
  error: string | undefined;
  onChange: (need: Need) => void;
}) {
  return (
    <ChoiceCards
      label={m.ask_need()}
      labelHidden
      columns
      error={props.error}
      value={props.need}
      onChange={props.onChange}
      choices={NEEDS.map((need) => ({ value: need, title: needTitle(need), text: needText(need) }))}
    />
  );
}
