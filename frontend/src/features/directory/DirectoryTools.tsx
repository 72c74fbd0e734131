import LocateFixed from "lucide-react/icons/locate-fixed";
import { SaveSearch } from "~/features/saved_searches/SaveSearch";
import { useLocate } from "~/lib/use-locate";
import { m } from "~/paraglide/messages.js";
import { Button } from "~/ui/Button";
import { Disclosure } from "~/ui/Disclosure";
import { Select } from "~/ui/Select";
import css from "./directory.module.css";
import type { DirectoryFilters } from "./filters";
import { narrowing } from "./queries";

const FACES = ["CSV", "GeoJSON", "NDJSON"] as const;

/** The address of all that is listed, as a file. */
function fileAddress(face: string, filters: DirectoryFilters): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(narrowing(filters))) {
    for (const one of Array.isArray(value) ? value : [value]) params.append(name, String(one));
  }
  const query = params.toString();
  return `/v1/organizations.${face.toLowerCase()}${query ? `?${query}` : ""}`;
}

/** The order, what is near, the search to be kept, and the list as a file. */
export default function DirectoryTools({ filters, searched, onChange }: Props) {
  const { locate, locating, failed } = useLocate(({ latitude, longitude }) =>
    onChange({ near: `${latitude.toFixed(3)},${longitude.toFixed(3)}`, nearby: undefined, sort: undefined }),
  );

  const sorts = [
    ...(filters.q ? [{ value: "relevance", label: m.directory_sort_relevance() }] : []),
    ...(filters.near ? [{ value: "distance", label: m.directory_sort_distance() }] : []),
    { value: "name", label: m.directory_sort_name() },
    { value: "-updated_at", label: m.directory_sort_updated() },
  ];
  return (
    <>
      <div className={css.tools}>
        <Select
          label={m.directory_sort()}
          value={filters.sort ?? sorts[0]?.value ?? "name"}
          choices={sorts}
          onChange={(sort) => onChange({ sort: sort === sorts[0]?.value ? undefined : sort })}
        />
        {filters.near ? (
          <Button
            look="secondary"
            small
            onPress={() => onChange({ near: undefined, nearby: undefined, sort: undefined })}
          >
            {filters.nearby ? m.directory_near_end({ place: filters.nearby }) : m.directory_near_me_end()}
          </Button>
        ) : (
          <Button
            look="secondary"
            small
            pending={locating}
            icon={<LocateFixed size={16} aria-hidden="true" />}
            onPress={locate}
          >
            {m.directory_near_me()}
          </Button>
        )}
        {Object.keys(narrowing(filters)).length > 0 && <SaveSearch filters={filters} searched={searched} />}
        {failed && <p role="alert">{m.directory_near_failed()}</p>}
        <Disclosure title={m.directory_download()}>
          <p>{m.directory_download_text()}</p>
          <ul className={css.faces}>
            {FACES.map((face) => (
              <li key={face}>
                <a href={fileAddress(face, filters)} download>
                  {face}
                </a>
              </li>
            ))}
          </ul>
        </Disclosure>
      </div>
      {searched && <p role="status">{m.directory_searched({ words: searched })}</p>}
    </>
  );
}

type Props = {
  filters: DirectoryFilters;
  /** The words that were searched instead of those typed. */
  searched: string | null | undefined;
  onChange: (next: DirectoryFilters) => void;
};
