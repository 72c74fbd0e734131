import { number } from "~/lib/format";
import { m } from "~/paraglide/messages.js";
import tokens from "~/styles/tokens.css?raw";
import { Table } from "~/ui/Table";
import { colours, contrast, PAIRS, type Pair, type Theme } from "./contrast";
import css from "./design.module.css";
import { Piece, State } from "./Piece";

const COLOURS = colours(tokens);
const SIZES = ["display", "1", "2", "3", "lead", "small", "tiny"];
const SPACES = [1, 2, 3, 4, 5, 6, 7, 8];

function ratio({ colour, ground }: Pair, theme: Theme): string {
  const [one, other] = [COLOURS[colour], COLOURS[ground]];
  return one && other ? number(contrast(one[theme], other[theme]), { maximumFractionDigits: 1 }) : "";
}

/** Words in the colour, or what is not words: the border of a control. */
function Swatch({ colour, ground, words }: { colour: string; ground: string; words: boolean }) {
  const [front, back] = [`var(--${colour})`, `var(--${ground})`];
  return (
    <span
      className={css.swatch}
      style={words ? { color: front, background: back } : { borderColor: front, background: back }}
      aria-hidden="true"
    >
      {words ? "Aa" : "\u2003"}
    </span>
  );
}

export function Tokens() {
  return (
    <Piece name="tokens.css" when={m.design_colours_text()}>
      <State label={m.design_colours()} wide>
        <Table
          caption={m.design_colours()}
          rows={PAIRS}
          rowKey={({ colour, ground }) => `${colour} ${ground}`}
          columns={[
            {
              head: m.design_pair(),
              rowHead: true,
              cell: ({ colour, ground, minimum }) => (
                <span className={css.line}>
                  <Swatch colour={colour} ground={ground} words={minimum > 3} />
                  <span>
                    {colour} <span className={css.ground}>{ground}</span>
                  </span>
                </span>
              ),
            },
            { head: m.design_light(), end: true, cell: (pair) => ratio(pair, "light") },
            { head: m.design_dark(), end: true, cell: (pair) => ratio(pair, "dark") },
            { head: m.design_minimum(), end: true, cell: ({ minimum }) => number(minimum) },
          ]}
        />
      </State>
      <State label={m.design_letters()} wide>
        <ul className={css.type}>
          {SIZES.map((size) => (
            <li key={size}>
              <span className={css.label}>--size-{size}</span>
              <span
                style={{
                  fontSize: `var(--size-${size})`,
                  fontFamily: /display|[123]/.test(size) ? "var(--headline)" : "var(--text)",
                  fontWeight: /display|[123]/.test(size) ? 650 : 400,
                  lineHeight: 1.2,
                }}
              >
                {m.design_letters_sample()}
              </span>
            </li>
          ))}
        </ul>
      </State>
      <State label={m.design_spaces()} wide>
        <ul className={css.spaces}>
          {SPACES.map((space) => (
            <li key={space}>
              <span className={css.label}>--s{space}</span>
              <i style={{ width: `var(--s${space})` }} />
            </li>
          ))}
        </ul>
      </State>
    </Piece>
  );
}
