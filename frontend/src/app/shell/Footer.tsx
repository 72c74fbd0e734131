import { m } from "~/paraglide/messages.js";
import { Link } from "~/ui/Link";
import { wrapClass } from "~/ui/Page";
import css from "./shell.module.css";

export default function Footer() {
  return (
    <footer className={css.footer}>
      <div className={`${wrapClass} ${css.columns}`}>
        <p className={css.promise}>{m.footer_promise()}</p>
        <nav aria-labelledby="pied-demander">
          <h2 id="pied-demander">{m.footer_ask()}</h2>
          <ul>
            <li>
              <Link to="/demander">{m.nav_ask_long()}</Link>
            </li>
            <li>
              <Link to="/totems">{m.nav_totems()}</Link>
            </li>
            <li>
              <Link to="/demandes">{m.nav_my_requests()}</Link>
            </li>
          </ul>
        </nav>
        <nav aria-labelledby="pied-trouver">
          <h2 id="pied-trouver">{m.footer_find()}</h2>
          <ul>
            <li>
              <Link to="/annuaire">{m.nav_directory()}</Link>
            </li>
            <li>
              <Link to="/ecosysteme">{m.nav_ecosystem()}</Link>
            </li>
            <li>
              <Link to="/objectifs">{m.nav_objectives()}</Link>
            </li>
            <li>
              <Link to="/candidature">{m.nav_candidacy()}</Link>
            </li>
          </ul>
        </nav>
        <nav aria-labelledby="pied-verifier">
          <h2 id="pied-verifier">{m.footer_check()}</h2>
          <ul>
            <li>
              <Link to="/sources">{m.nav_sources()}</Link>
            </li>
            <li>
              <a href="/docs">{m.footer_api()}</a>
            </li>
            <li>
              <Link to="/accessibilite">{m.footer_accessibility()}</Link>
            </li>
          </ul>
        </nav>
      </div>
      <div className={wrapClass}>
        <p className={css.small}>{m.footer_small()}</p>
      </div>
    </footer>
  );
}
