import ArrowDownRight from "lucide-react/icons/arrow-down-right";
import ArrowRight from "lucide-react/icons/arrow-right";
import ArrowUpRight from "lucide-react/icons/arrow-up-right";
import type { ReactNode } from "react";
import { number } from "~/lib/format";
import { m } from "~/paraglide/messages.js";
import { cx } from "./cx";
import css from "./stat.module.css";

export type Trend = {
  /** The difference; a share (0.12 is 12 %) with `percent`. */
  change: number;
  percent?: boolean;
  /** Since when or against what, in words. */
  since: string;
  /** Which way is good, when one is: more jobs, fewer days of waiting. */
  better?: "more" | "less";
};

const WAYS = {
  more: { Icon: ArrowUpRight, say: m.trend_more },
  less: { Icon: ArrowDownRight, say: m.trend_less },
  same: { Icon: ArrowRight, say: m.trend_same },
};

function TrendLine({ trend }: { trend: Trend }) {
  const way = trend.change > 0 ? "more" : trend.change < 0 ? "less" : "same";
  const { Icon, say } = WAYS[way];
  const tone = way === "same" || !trend.better ? undefined : trend.better === way ? "done" : "wrong";
  const change = number(trend.change, {
    signDisplay: "exceptZero",
    ...(trend.percent ? { style: "percent", maximumFractionDigits: 1 } : {}),
  });
  return (
    <span className={cx(css.trend, tone && css[tone])}>
      <Icon size={16} aria-hidden="true" />
      <span>
        {say({ change })} <span className={css.since}>{trend.since}</span>
      </span>
    </span>
  );
}

/** One figure with what it counts; with `trend`, where it is going, in words and with its sign. */
export function Stat({ value, label, trend }: { value: ReactNode; label: ReactNode; trend?: Trend }) {
  return (
    <p className={css.stat}>
      <span className={css.value}>{value}</span>
      <span className={css.label}>{label}</span>
      {trend && <TrendLine trend={trend} />}
    </p>
  );
}
