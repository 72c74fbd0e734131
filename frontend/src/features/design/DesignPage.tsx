import type { ReactNode } from "react";
import { m } from "~/paraglide/messages.js";
import { Page } from "~/ui/Page";
import { Acting } from "./Acting";
import { Composing } from "./Composing";
import css from "./design.module.css";
import { Fields } from "./Fields";
import { Overlays } from "./Overlays";
import { Saying } from "./Saying";
import { Showing } from "./Showing";
import { Tokens } from "./Tokens";

const GROUPS: { id: string; title: () => string; Pieces: () => ReactNode }[] = [
  { id: "tokens", title: m.design_tokens, Pieces: Tokens },
  { id: "acting", title: m.design_acting, Pieces: Acting },
  { id: "fields", title: m.design_fields, Pieces: Fields },
  { id: "overlays", title: m.design_overlays, Pieces: Overlays },
  { id: "saying", title: m.design_saying, Pieces: Saying },
  { id: "data", title: m.design_data, Pieces: Showing },
  { id: "composing", title: m.design_composing, Pieces: Composing },
];

/** Every piece of src/ui with its states and when to use it. A test fails for one that is not here. */
export default function DesignPage() {
  return (
    <Page
      title={m.design_title()}
      lead={m.design_lead()}
      below={
        <div className={css.notes}>
          <p>{m.design_fictitious()}</p>
          <p>
            {m.design_focus()} <span className={css.ring}>{m.design_focus_sample()}</span>
          </p>
          <p>{m.design_no_disabled()}</p>
        </div>
      }
    >
      <div className={css.layout}>
        <nav className={css.contents} aria-labelledby="design-contents">
          <h2 id="design-contents">{m.design_contents()}</h2>
          <ul>
            {GROUPS.map(({ id, title }) => (
              <li key={id}>
                <a href={`#${id}`}>{title()}</a>
              </li>
            ))}
          </ul>
        </nav>
        <div className={css.groups}>
          {GROUPS.map(({ id, title, Pieces }) => (
            <section key={id} id={id} className={css.group} aria-labelledby={`${id}-title`}>
              <h2 id={`${id}-title`}>{title()}</h2>
              <Pieces />
            </section>
          ))}
        </div>
      </div>
    </Page>
  );
}
