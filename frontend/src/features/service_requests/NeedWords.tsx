import { useQuery } from "@tanstack/react-query";
import LocateFixed from "lucide-react/icons/locate-fixed";
import { useState } from "react";
import type { Totem } from "~/api/types";
import { suggestionsQuery } from "~/features/directory/queries";
import { responseWords } from "~/features/totems/labels";
import { number } from "~/lib/format";
import { words } from "~/lib/lang-text";
import { useLocate } from "~/lib/use-locate";
import { useTyped } from "~/lib/use-typed";
import { m } from "~/paraglide/messages.js";
import { Button } from "~/ui/Button";
import { Link } from "~/ui/Link";
import { Section } from "~/ui/Page";
import { Actions } from "~/ui/States";
import { TextField } from "~/ui/TextField";
import { SUBJECT_MOST } from "./ask";
import css from "./ask.module.css";
import { type FoundTotem, findServices, type Place } from "./found";

/** The need in a few words, and what they may mean at each Totem; the nearest one first once it is known where somebody is. */
export default function NeedWords(props: {
  totems: Totem[];
  typed: string;
  texts: { label: string; hint: string; optional: boolean };
  onType: (words: string) => void;
}) {
  const { totems, typed, texts, onType } = props;
  const [place, setPlace] = useState<Place>();
  const found = findServices(totems, typed, place);
  return (
    <>
      <TextField
        {...texts}
        name="words"
        autoComplete="off"
        maxLength={SUBJECT_MOST}
        value={typed}
        onChange={onType}
      />
      {typed.trim().length > 2 && (
        <Section title={m.found_title()}>
          <p role="status" className={found.length > 0 ? "visually-hidden" : undefined}>
            {found.length > 0 ? m.found_count({ count: found.length, n: found.length }) : m.found_nothing()}
          </p>
          {found.length > 0 && <Near place={place} onPlace={setPlace} />}
          {found.map((one, at) => (
            <OneTotem key={one.totem.id} found={one} nearest={at === 0 && place !== undefined} />
          ))}
        </Section>
      )}
    </>
  );
}

function OneTotem({ found: { totem, km, services }, nearest }: { found: FoundTotem; nearest: boolean }) {
  const far = km === undefined ? "" : m.found_distance({ km: number(Math.round(km)) });
  const name = [totem.city, far].filter(Boolean).join(", ");
  return (
    <section>
      <h3>{nearest ? m.found_nearest({ name }) : name}</h3>
      <ul className={css.found}>
        {services.map((service) => (
          <li key={service.id}>
            <Link to="/demander" search={{ totem: totem.slug, service: service.slug, etape: "details" }}>
              {words(service.name)}
              <span className="visually-hidden"> ({totem.city})</span>
            </Link>
            <p>{words(service.description)}</p>
            <p className={css.small}>{responseWords(service.response_target_days)}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** A place typed, or taken from the browser when that is asked for. */
function Near({ place, onPlace }: { place: Place | undefined; onPlace: (place: Place | undefined) => void }) {
  const [asked, setAsked] = useState("");
  const [typed, setTyped] = useTyped(asked, setAsked);
  const { locate, locating, failed } = useLocate((here) => onPlace({ name: "", ...here }));
  const places = useQuery({ ...suggestionsQuery(asked.trim()), enabled: asked.trim().length > 1 });
  if (place)
    return (
      <Actions>
        <span>{place.name ? m.found_near({ place: place.name }) : m.found_near_me()}</span>
        <Button look="quiet" small onPress={() => onPlace(undefined)}>
          {m.found_near_change()}
        </Button>
      </Actions>
    );
  return (
    <div className={css.near}>
      <TextField
        label={m.found_place()}
        hint={m.found_place_hint()}
        optional
        autoComplete="off"
        maxLength={80}
        value={typed}
        onChange={setTyped}
      />
      {(places.data?.places ?? []).length > 0 && (
        <ul className={css.places} aria-label={m.found_places()}>
          {places.data?.places.map((one) => (
            <li key={`${one.latitude} ${one.longitude}`}>
              <Button look="secondary" small onPress={() => onPlace(one)}>
                {one.name}
              </Button>
            </li>
          ))}
        </ul>
      )}
      <Actions>
        <Button
          look="quiet"
          small
          pending={locating}
          icon={<LocateFixed size={16} aria-hidden="true" />}
          onPress={locate}
        >
          {m.directory_near_me()}
        </Button>
      </Actions>
      {failed && <p role="alert">{m.directory_near_failed()}</p>}
    </div>
  );
}
