import type { ReactNode } from "react";
import { m } from "~/paraglide/messages.js";
import { Banner } from "./Banner";
import { Button } from "./Button";
import css from "./pieces.module.css";
import { Actions } from "./States";

/** Somebody else was quicker: what there is now beside what was to be sent, and the two ways on. */
export function Conflict({
  now,
  mine,
  onAgain,
  onDiscard,
}: {
  now: ReactNode;
  mine: ReactNode;
  /** Left out where it is no longer possible. */
  onAgain?: (() => void) | false;
  onDiscard: () => void;
}) {
  return (
    <Banner tone="now" title={m.conflict_title()}>
      <p>{onAgain ? m.conflict_text() : m.conflict_impossible()}</p>
      <dl className={css.sides}>
        <div>
          <dt>{m.conflict_now()}</dt>
          <dd>{now}</dd>
        </div>
        <div>
          <dt>{m.conflict_mine()}</dt>
          <dd>{mine}</dd>
        </div>
      </dl>
      <Actions>
        {onAgain && (
          <Button small onPress={onAgain}>
            {m.conflict_again()}
          </Button>
        )}
        <Button look="quiet" small onPress={onDiscard}>
          {m.conflict_discard()}
        </Button>
      </Actions>
    </Banner>
  );
}
