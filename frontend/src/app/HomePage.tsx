import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import ArrowRight from "lucide-react/icons/arrow-right";
import Building2 from "lucide-react/icons/building-2";
import Compass from "lucide-react/icons/compass";
import Euro from "lucide-react/icons/euro";
import Handshake from "lucide-react/icons/handshake";
import MessagesSquare from "lucide-react/icons/messages-square";
import Wrench from "lucide-react/icons/wrench";
import { type FormEvent, type ReactNode, Suspense, useState } from "react";
import { downstreamFirst } from "~/features/totems/labels";
import { totemsQuery } from "~/features/totems/queries";
import { SillonMap } from "~/features/totems/SillonMap";
import { lazy } from "~/lib/lazy";
import { m } from "~/paraglide/messages.js";
import { Button } from "~/ui/Button";
import { Link } from "~/ui/Link";
import { useTitle, wrapClass } from "~/ui/Page";
import { SearchField } from "~/ui/SearchField";
import css from "./home.module.css";

// What lies below the first screen is loaded after it.
const HomeBelow = lazy(() => import("./HomeBelow"));

const SIZE = { size: 20, "aria-hidden": true } as const;

function Answers() {
  const arrow = <ArrowRight size={18} aria-hidden="true" className={css.arrow} />;
  const answer = (icon: ReactNode, title: string, text: string) => (
    <>
      <span className={css.icon}>{icon}</span>
      <span>
        <strong>{title}</strong>
        <span>{text}</span>
      </span>
      {arrow}
    </>
  );
  return (
    <ul className={css.answers}>
      <li>
        <Link to="/demander" search={{ besoin: "local", etape: "totem" }}>
          {answer(<Building2 {...SIZE} />, m.need_local(), m.need_local_text())}
        </Link>
      </li>
      <li>
        <Link to="/demander" search={{ besoin: "argent", etape: "totem" }}>
          {answer(<Euro {...SIZE} />, m.need_argent(), m.need_argent_text())}
        </Link>
      </li>
      <li>
        <Link to="/demander" search={{ besoin: "conseil", etape: "totem" }}>
          {answer(<MessagesSquare {...SIZE} />, m.need_conseil(), m.need_conseil_text())}
        </Link>
      </li>
      <li>
        <Link to="/demander" search={{ besoin: "prototype", etape: "totem" }}>
          {answer(<Wrench {...SIZE} />, m.need_prototype(), m.need_prototype_text())}
        </Link>
      </li>
      <li>
        <Link to="/annuaire" search={{ kinds: ["startup", "research_lab", "university"] }}>
          {answer(<Handshake {...SIZE} />, m.need_partenaire(), m.home_partner_text())}
        </Link>
      </li>
      <li>
        <Link to="/demander" search={{ besoin: "accompagnement", etape: "totem" }}>
          {answer(<Compass {...SIZE} />, m.need_accompagnement(), m.need_accompagnement_text())}
        </Link>
      </li>
    </ul>
  );
}

export function HomePage() {
  useTitle(undefined);
  const navigate = useNavigate();
  const [text, setText] = useState("");
  const totems = useQuery(totemsQuery);
  const places = totems.data ? downstreamFirst(totems.data.items) : undefined;

  const search = (event: FormEvent) => {
    event.preventDefault();
    void navigate({ to: "/annuaire", search: { q: text.trim() || undefined } });
  };

  return (
    <>
      <div className={`${wrapClass} ${css.hero}`}>
        <div className={css.question}>
          <h1>{m.home_question()}</h1>
          <p className={css.lead}>{m.home_lead()}</p>
          <search>
            <form className={css.search} onSubmit={search}>
              <SearchField
                label={m.home_search()}
                labelHidden
                placeholder={m.home_search_hint()}
                big
                value={text}
                onChange={setText}
              />
              <Button type="submit">{m.home_search_button()}</Button>
            </form>
          </search>
          <Answers />
        </div>
        <figure className={css.mapFigure}>
          <SillonMap totems={places ?? []} />
          <figcaption>{m.home_map_caption()}</figcaption>
        </figure>
      </div>
      <Suspense fallback={<div className={css.below} />}>
        <HomeBelow />
      </Suspense>
    </>
  );
}
