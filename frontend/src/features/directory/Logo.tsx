import type { Organization } from "~/api/types";
import css from "./directory.module.css";

type Props = {
  of: NonNullable<Organization["logo"]>;
  size: number;
  /** Nothing beside the name, for then it says nothing that the name does not. */
  alt?: string;
};

/** The logo of an organization, in twice as many pixels as it is wide, for fine screens. */
export function Logo({ of, size, alt = "" }: Props) {
  const pixels = of.sizes.find((one) => one >= size * 2) ?? of.sizes[of.sizes.length - 1];
  return (
    <img
      className={css.logo}
      src={of.url.replace(/\d+$/, String(pixels))}
      alt={alt}
      width={size}
      height={size}
      loading="lazy"
      decoding="async"
    />
  );
}
