import { useLocation } from "@tanstack/react-router";
import MenuIcon from "lucide-react/icons/menu";
import Monitor from "lucide-react/icons/monitor";
import Moon from "lucide-react/icons/moon";
import Search from "lucide-react/icons/search";
import Sun from "lucide-react/icons/sun";
import X from "lucide-react/icons/x";
import { Suspense, useEffect, useState } from "react";
import { useMe } from "~/features/identity/queries";
import { controlKey } from "~/lib/keys";
import { lazy } from "~/lib/lazy";
import { LOCALES, setLocale, useLocale } from "~/lib/locale";
import { setTheme, THEMES, useTheme } from "~/lib/theme";
import { m } from "~/paraglide/messages.js";
import { Link } from "~/ui/Link";
import { wrapClass } from "~/ui/Page";
import { LogoMark } from "./Logo";
import css from "./shell.module.css";

// Menus weigh more than the rest of the shell together: only who is signed in loads one.
const AccountMenu = lazy(() => import("~/features/identity/AccountMenu"));

const THEME_ICONS = { system: Monitor, light: Sun, dark: Moon } as const;
const THEME_NAMES = { system: m.theme_system, light: m.theme_light, dark: m.theme_dark } as const;

function Languages() {
  const locale = useLocale();
  return (
    <fieldset className={css.languages}>
      <legend className="visually-hidden">{m.language_choice()}</legend>
      {LOCALES.map((one) => (
        <button
          key={one}
          type="button"
          lang={one}
          aria-pressed={one === locale}
          onClick={() => setLocale(one)}
        >
          <span aria-hidden="true">{one.toUpperCase()}</span>
          <span className="visually-hidden">{m.language_name({}, { locale: one })}</span>
        </button>
      ))}
    </fieldset>
  );
}

function ThemeChoice() {
  const theme = useTheme();
  const Icon = THEME_ICONS[theme];
  const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? "system";
  return (
    <button type="button" className={css.theme} onClick={() => setTheme(next)}>
      <Icon size={16} aria-hidden="true" />
      <span className="visually-hidden">{m.theme_label()} </span>
      {THEME_NAMES[theme]()}
    </button>
  );
}

function Pages() {
  return (
    <ul>
      <li>
        <Link to="/totems">{m.nav_totems()}</Link>
      </li>
      <li>
        <Link to="/annuaire">{m.nav_directory()}</Link>
      </li>
      <li>
        <Link to="/objectifs">{m.nav_objectives()}</Link>
      </li>
      <li>
        <Link to="/candidature">{m.nav_candidacy()}</Link>
      </li>
    </ul>
  );
}

/** The four cities as they lie along the river, downstream to the left. */
const CITIES = [
  { slug: "thionville", name: "Thionville" },
  { slug: "metz", name: "Metz" },
  { slug: "nancy", name: "Nancy" },
  { slug: "epinal", name: "Épinal" },
] as const;

export function Header({ onFind }: { onFind: () => void }) {
  const me = useMe();
  const path = useLocation({ select: (location) => location.pathname });
  const [open, setOpen] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the drawer closes when the page changes.
  useEffect(() => setOpen(false), [path]);
  return (
    <header className={css.header}>
      <div className={css.utility}>
        <div className={wrapClass}>
          <nav aria-label={m.nav_cities()}>
            <ul className={css.river}>
              {CITIES.map((city) => (
                <li key={city.slug}>
                  <Link to="/totems/$slug" params={{ slug: city.slug }}>
                    {city.name}
                  </Link>
                </li>
              ))}
            </ul>
          </nav>
          <div className={css.tools}>
            <Languages />
            <ThemeChoice />
          </div>
        </div>
      </div>
      <div className={`${wrapClass} ${css.bar}`}>
        <Link to="/" className={css.logo ?? ""} aria-label={m.home_link()}>
          <LogoMark />
          <span aria-hidden="true">
            LOR<span>n</span>TECH
          </span>
        </Link>
        <nav className={css.nav} aria-label={m.nav_main()}>
          <Pages />
        </nav>
        <div className={css.right}>
          <button type="button" className={css.find} onClick={onFind}>
            <Search size={18} aria-hidden="true" />
            <span>{m.nav_find()}</span>
            <kbd>{controlKey("K")}</kbd>
          </button>
          {me ? (
            <Suspense>
              <AccountMenu me={me} />
            </Suspense>
          ) : (
            <Link to="/connexion" className={css.signIn ?? ""}>
              {m.nav_sign_in()}
            </Link>
          )}
          <span className={me ? css.askSignedIn : undefined}>
            <Link to="/demander" button="primary" small>
              {m.nav_ask()}
            </Link>
          </span>
          <button
            type="button"
            className={css.toggle}
            aria-expanded={open}
            aria-controls="menu-mobile"
            onClick={() => setOpen(!open)}
          >
            {open ? <X size={18} aria-hidden="true" /> : <MenuIcon size={18} aria-hidden="true" />}
            <span className={css.toggleWord}>{m.nav_menu()}</span>
          </button>
        </div>
      </div>
      {open && (
        <nav id="menu-mobile" className={`${wrapClass} ${css.drawer}`} aria-label={m.nav_main()}>
          <Pages />
          {me ? (
            <Link to="/demander">{m.nav_ask_long()}</Link>
          ) : (
            <Link to="/connexion">{m.nav_sign_in()}</Link>
          )}
        </nav>
      )}
    </header>
  );
}
