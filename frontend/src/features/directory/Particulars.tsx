import { Suspense, useLayoutEffect, useRef } from "react";
import { list } from "~/lib/format";
import { lazy } from "~/lib/lazy";
import { m } from "~/paraglide/messages.js";
import { Disclosure } from "~/ui/Disclosure";
import { kindLabel } from "./labels";
import type { ParticularProps } from "./ParticularFields";
import { kindsWithParticulars, particularFields } from "./particulars";

const ParticularFields = lazy(() => import("./ParticularFields"));

/** Opens the fold it stands in each time that a form comes back with something wrong in there. */
function Unfold({ errors, wrong }: { errors: Record<string, string>; wrong: boolean }) {
  const place = useRef<HTMLSpanElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: other errors are another answer, though the same is wrong.
  useLayoutEffect(() => {
    if (wrong) place.current?.closest("details")?.setAttribute("open", "");
  }, [errors, wrong]);
  return <span ref={place} hidden />;
}

/**
 * What the kinds at hand have besides, folded until somebody wants to say it, or something in it is wrong. `errors` are
 * others only once the form was sent again.
 */
export function Particulars(props: ParticularProps) {
  const kinds = kindsWithParticulars(props.kinds);
  if (kinds.length === 0) return null;
  const wrong = particularFields(props.within).some((name) => props.errors[name]);
  return (
    <Disclosure title={m.particulars_title({ kinds: list(kinds.map(kindLabel)) })}>
      {/* Before the fields, which take the focus once they can be seen. */}
      <Unfold errors={props.errors} wrong={wrong} />
      <Suspense>
        <ParticularFields {...props} />
      </Suspense>
    </Disclosure>
  );
}
