import ChevronLeft from "lucide-react/icons/chevron-left";
import ChevronRight from "lucide-react/icons/chevron-right";
import { useEffect, useRef } from "react";
import { number } from "~/lib/format";
import { m } from "~/paraglide/messages.js";
import { Button } from "./Button";
import css from "./paging.module.css";

type Props = {
  /** How many are shown, and the number of the first of them. */
  shown: number;
  from?: number;
  /** How many there are, where the service counted them; `atLeast` when it stopped counting. */
  total?: number | null | undefined;
  atLeast?: boolean | null | undefined;
  /** Left out where there is nothing that way: a button that does nothing is none. */
  onMore?: (() => void) | false;
  onPrevious?: (() => void) | false;
  onNext?: (() => void) | false;
  pending?: boolean;
};

function shownWords({ shown, from = 1, total, atLeast, onMore, onPrevious, onNext }: Props): string {
  const isAll = from === 1 && !onMore && !onPrevious && !onNext && (total ?? shown) === shown;
  if (isAll) return m.paging_all({ n: number(shown) });
  const range = { from: number(from), to: number(from + shown - 1) };
  if (total == null) return m.paging_shown(range);
  return atLeast
    ? m.paging_shown_at_least({ ...range, total: number(total) })
    : m.paging_shown_of({ ...range, total: number(total) });
}

/** What of a long list is shown, and the way on: more of it below, or page by page. */
export function Paging(props: Props) {
  const { shown, onMore, onPrevious, onNext, pending } = props;
  const words = useRef<HTMLParagraphElement>(null);
  const waited = useRef(false);
  // A pressed button that is gone with the last page would leave the keyboard at the top of the document.
  useEffect(() => {
    if (waited.current && !pending && document.activeElement === document.body) {
      words.current?.focus({ preventScroll: true });
    }
    waited.current = Boolean(pending);
  }, [pending]);
  return (
    <div className={css.paging}>
      <p role="status" tabIndex={-1} ref={words}>
        {shown > 0 && shownWords(props)}
      </p>
      {onMore && (
        <Button look="secondary" pending={pending} onPress={onMore}>
          {m.load_more()}
        </Button>
      )}
      {onPrevious && (
        <Button
          look="secondary"
          small
          pending={pending}
          onPress={onPrevious}
          icon={<ChevronLeft size={16} aria-hidden="true" />}
        >
          {m.paging_previous()}
        </Button>
      )}
      {onNext && (
        <Button look="secondary" small pending={pending} onPress={onNext}>
          {m.paging_next()}
          <ChevronRight size={16} aria-hidden="true" />
        </Button>
      )}
    </div>
  );
}
