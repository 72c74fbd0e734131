import CircleAlert from "lucide-react/icons/circle-alert";
import type { ReactNode } from "react";
import { FieldError } from "react-aria-components/FieldError";
import { Label } from "react-aria-components/Label";
import { Text } from "react-aria-components/Text";
import { m } from "~/paraglide/messages.js";
import css from "../field.module.css";
import type { FieldTexts } from "../parts/FieldFrame";

/** Label, hint and error around a control of react-aria, which ties them to it itself. Looks like FieldFrame. */
export function AriaField({ texts, children }: { texts: FieldTexts; children: ReactNode }) {
  return (
    <>
      <Label className={css.label ?? ""}>
        {texts.label} {texts.optional && <span className={css.optional}>{m.form_optional()}</span>}
      </Label>
      {texts.hint && (
        <Text slot="description" elementType="p" className={css.hint ?? ""}>
          {texts.hint}
        </Text>
      )}
      {children}
      {texts.error && (
        <FieldError elementType="p" className={css.error ?? ""}>
          <CircleAlert size={16} aria-hidden="true" />
          <span>{texts.error}</span>
        </FieldError>
      )}
    </>
  );
}
