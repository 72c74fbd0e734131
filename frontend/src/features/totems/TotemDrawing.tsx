// Not portraits of the buildings: each drawing takes up what is known of its place.
import type { ReactNode } from "react";
import css from "./drawing.module.css";

function Water() {
  return (
    <>
      <path d="M0 226c60-16 120-16 180-6s140 18 220 2 140-12 240 0v78H0z" className={css.water} />
      <path
        d="M60 252c20-7 40-7 60 0s40 7 60 0M300 262c20-7 40-7 60 0s40 7 60 0M500 248c18-6 36-6 54 0"
        className={css.wave}
      />
    </>
  );
}

/** A former bus depot: the saw-tooth roof, wide doors, a workshop's light. */
function Metz() {
  return (
    <>
      <circle cx="520" cy="70" r="34" className={css.warm} />
      <path d="M0 200c120-50 210-30 320-44s220-20 320 20v60H0z" className={css.hill2} />
      <path d="M110 128l70-42v42l70-42v42l70-42v42l70-42v42l70-42v134H110z" className={css.roof} />
      <path d="M110 140h350v86H110z" className={css.wall} />
      <path
        d="M186 92v28l44-27v-1zM256 92v28l44-27v-1zM326 92v28l44-27v-1zM396 92v28l44-27v-1z"
        className={css.warm}
      />
      <path d="M136 166h74v60h-74zM248 166h74v60h-74zM360 166h74v60h-74z" className={css.roof} />
      <path
        d="M144 174h26v20h-26zM176 174h26v20h-26zM256 174h26v20h-26zM288 174h26v20h-26zM368 174h26v20h-26zM400 174h26v20h-26z"
        className={css.warm}
      />
      <Water />
    </>
  );
}

/** Nancy's Art nouveau: umbels and whiplash curves around an arch. */
function Nancy() {
  return (
    <>
      <circle cx="120" cy="76" r="30" className={css.warm} />
      <path d="M0 206c100-26 220-40 330-26s220 6 310-14v70H0z" className={css.hill2} />
      <path d="M210 232V140c0-70 50-104 110-104s110 34 110 104v92z" className={css.wall} />
      <path d="M246 232v-84c0-50 34-76 74-76s74 26 74 76v84z" className={css.roof} />
      <path d="M262 232v-80c0-40 26-62 58-62s58 22 58 62v80z" className={css.warm} />
      <path d="M320 232V92M262 160h116" className={css.line} />
      <path
        d="M320 200c-34-8-44-40-20-52 16-6 26 10 16 20M320 200c34-8 44-40 20-52-16-6-26 10-16 20"
        className={css.line}
      />
      <path
        d="M486 234c-10-56 12-90 2-134M488 150c16-14 34-16 46-8M486 170c-18-14-34-14-46-6"
        className={css.curl}
      />
      <path
        d="M488 100c-22-8-30-24-30-36M488 100c-8-20-8-34-2-48M488 100c4-22 16-34 28-40M488 100c18-10 34-10 46-4"
        className={css.curl}
      />
      <path d="M150 236c8-40-8-64 2-98M152 160c-16-10-30-10-40-2" className={css.curl} />
      <circle cx="458" cy="62" r="7" className={css.brick} />
      <circle cx="486" cy="50" r="7" className={css.brick} />
      <circle cx="518" cy="58" r="7" className={css.brick} />
      <circle cx="536" cy="96" r="7" className={css.brick} />
      <circle cx="152" cy="132" r="8" className={css.brick} />
      <Water />
    </>
  );
}

/** Épinal: the station's quarter, the firs of the Vosges. */
function Epinal() {
  const fir = (x: number, y: number, s: number) => (
    <path
      key={x}
      d={`M${x} ${y}l${18 * s} ${34 * s}h-${10 * s}l${14 * s} ${30 * s}h-${44 * s}l${14 * s}-${30 * s}h-${10 * s}z`}
      className={css.hill}
    />
  );
  return (
    <>
      <circle cx="150" cy="72" r="32" className={css.warm} />
      <path
        d="M0 190c70-70 150-110 230-60 60-60 150-70 220-8 60-40 120-30 190 20v100H0z"
        className={css.hill2}
      />
      {fir(70, 130, 1.3)}
      {fir(120, 146, 1)}
      {fir(570, 120, 1.4)}
      {fir(520, 148, 1)}
      <path d="M210 140h220v92H210z" className={css.wall} />
      <path d="M196 142l124-58 124 58z" className={css.roof} />
      <circle cx="320" cy="122" r="15" className={css.wall} />
      <path d="M320 114v9l6 4" className={css.line} />
      <path d="M232 164h30v30h-30zM378 164h30v30h-30z" className={css.warm} />
      <path d="M294 170c0-14 12-24 26-24s26 10 26 24v62h-52z" className={css.roof} />
      <path d="M0 232h640v68H0z" className={css.roof} />
      <path
        d="M0 250h640M0 276h640M30 242v44M90 242v44M150 242v44M210 242v44M270 242v44M330 242v44M390 242v44M450 242v44M510 242v44M570 242v44M630 242v44"
        className={css.wave}
      />
    </>
  );
}

/** Thionville: two places on one bank, and a bridge towards Luxembourg. */
function Thionville() {
  return (
    <>
      <circle cx="500" cy="66" r="32" className={css.warm} />
      <path d="M0 196c140-34 250-8 360-30s200-16 280 6v70H0z" className={css.hill2} />
      <path d="M70 120h96v110H70z" className={css.brick} />
      <path d="M60 122l58-44 58 44z" className={css.roof} />
      <path
        d="M88 144h22v26H88zM126 144h22v26h-22zM88 186h22v26H88zM126 186h22v26h-22z"
        className={css.warm}
      />
      <path d="M194 146h120v84H194z" className={css.wall} />
      <path d="M186 132h136v18H186z" className={css.roof} />
      <path d="M208 168h26v30h-26zM242 168h26v30h-26zM276 168h26v30h-26z" className={css.roof} />
      <path d="M0 226c60-16 120-16 180-6s140 18 220 2 140-12 240 0v78H0z" className={css.water} />
      <path d="M330 190h310v18H330z" className={css.wall} />
      <path
        d="M340 208v54h22c0-34 14-44 38-44s38 10 38 44h24c0-34 14-44 38-44s38 10 38 44h24c0-34 14-44 38-44h40v-10z"
        className={css.wall}
      />
      <path d="M330 188h310" className={css.line} />
      <path d="M60 252c20-7 40-7 60 0s40 7 60 0M200 276c20-7 40-7 60 0s40 7 60 0" className={css.wave} />
    </>
  );
}

const SCENES: Record<string, () => ReactNode> = {
  metz: Metz,
  nancy: Nancy,
  epinal: Epinal,
  thionville: Thionville,
};

export function TotemDrawing({ slug }: { slug: string }) {
  const Scene = SCENES[slug] ?? Water;
  return (
    <svg
      viewBox="0 0 640 300"
      className={css.drawing}
      aria-hidden="true"
      preserveAspectRatio="xMidYMid slice"
    >
      <Scene />
    </svg>
  );
}
