import { m } from "~/paraglide/messages.js";
import { Link } from "~/ui/Link";
import { Empty } from "~/ui/States";
import css from "./directory.module.css";

/** What to do when nobody is found. */
export default function Nothing() {
  return (
    <div className={css.nothing}>
      <Empty
        title={m.directory_empty()}
        actions={
          <Link to="/demander" button="primary">
            {m.directory_empty_ask()}
          </Link>
        }
      >
        {m.directory_empty_text()}
      </Empty>
    </div>
  );
}
