import { Suspense } from "react";
import { list } from "~/lib/format";
import { lazy } from "~/lib/lazy";
import { m } from "~/paraglide/messages.js";
import { Disclosure } from "~/ui/Disclosure";
import { kindLabel } from "./labels";
import type { ParticularProps } from "./ParticularFields";
import { kindsWithParticulars, particularFields } from "./particulars";

const ParticularFields = lazy(() => import("./ParticularFields"));

/** What the kinds at hand have besides, folded until somebody wants to say it, or something in it is wrong. */
export function Particulars(props: ParticularProps) {
  const kinds = kindsWithParticulars(props.kinds);
  if (kinds.length === 0) return null;
  const wrong = particularFields(props.within).some((name) => props.errors[name]);
  return (
    <Disclosure
      title={m.particulars_title({ kinds: list(kinds.map(kindLabel)) })}
      {...(wrong ? { open: true } : {})}
    >
      <Suspense>
        <ParticularFields {...props} />
      </Suspense>
    </Disclosure>
  );
}
