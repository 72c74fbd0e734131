import { useLayoutEffect, useRef, useState } from "react";
import type { ChartData } from "../ChartFrame";
import css from "../chart.module.css";
import { extent, roomFor, ticks } from "./chart-scale";

const HEIGHT = 260;
const TOP = 12;
const BOTTOM = 30;
/** The room a label takes at least, and how far below the first row of labels a second one stands. */
const LABEL = 68;
const ROW = 18;

type Scale = { x: (index: number) => number; y: (value: number) => number; step: number };
type Series = ChartData["series"][number];

/** Drawn in real pixels, so that words keep their size on a phone. */
function useWidth() {
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    setWidth(element.clientWidth);
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [box, width] as const;
}

/** The line, broken where a value is missing, unless it has points of its own between those of others. */
function path(series: Series, { x, y }: Scale): string {
  let pen = "M";
  return series.values
    .map((value, index) => {
      if (value === null) {
        if (!series.bridged) pen = "M";
        return "";
      }
      const part = `${pen}${x(index)} ${y(value)}`;
      pen = "L";
      return part;
    })
    .join("");
}

function Line({ series, scale }: { series: Series; scale: Scale }) {
  return (
    <g data-look={series.look} className={css.series}>
      <path d={path(series, scale)} className={css.line} />
      {series.look === "measured" &&
        series.values.map((value, index) =>
          value === null ? null : (
            // biome-ignore lint/suspicious/noArrayIndexKey: a point is its place on the axis.
            <circle key={index} cx={scale.x(index)} cy={scale.y(value)} r={4} className={css.point} />
          ),
        )}
    </g>
  );
}

function Bars({ series, scale, nth, of }: { series: Series; scale: Scale; nth: number; of: number }) {
  const width = Math.min((scale.step * 0.7) / of, 56);
  return (
    <g data-look={series.look} className={css.series}>
      {series.values.map((value, index) => {
        if (value === null) return null;
        const [from, to] = [scale.y(Math.max(value, 0)), scale.y(Math.min(value, 0))];
        return (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its place on the axis.
            key={index}
            x={scale.x(index) + (nth - of / 2) * width + 1}
            y={from}
            width={width - 2}
            height={Math.max(to - from, 1)}
            className={css.bar}
          />
        );
      })}
    </g>
  );
}

/** As wide as the longest of these, in an alphabet of about eight pixels. */
const longest = (labels: string[]) => Math.max(...labels.map((label) => label.length)) * 8;

/** Left margin for the labels of the axis. */
const margin = (labels: string[]) => longest(labels) + 14;

type Props = {
  label: string;
  kind: "line" | "bars";
  data: ChartData;
  format: (value: number) => string;
};

type Field = { left: number; width: number; rows: number; low: number; high: number };

function scaleFor({ kind, data }: Props, { left, width, rows, low, high }: Field): Scale {
  const { points } = data.axis;
  const first = points[0]?.at ?? 0;
  const last = points.at(-1)?.at ?? points.length - 1;
  const inner = width - left - 16;
  const step = inner / points.length;
  const foot = BOTTOM + (rows - 1) * ROW;
  const share = (index: number) => ((points[index]?.at ?? index) - first) / (last - first || 1);
  return {
    step,
    x: (index) => left + (kind === "bars" ? (index + 0.5) * step : 12 + share(index) * (inner - 24)),
    y: (value) => TOP + (1 - (value - low) / (high - low)) * (HEIGHT - TOP - foot),
  };
}

function Picture({ width, ...props }: Props & { width: number }) {
  const { label, kind, data, format } = props;
  const values = data.series.flatMap((series) => series.values).filter((value) => value !== null);
  const marks = ticks(...extent(values, kind));
  const [low = 0, high = 1] = [marks[0], marks.at(-1)];
  const left = margin(marks.map(format));
  const { points } = data.axis;
  // A bar without its name says nothing: on a phone the names stand in two rows.
  const rows = kind === "bars" && width / points.length < LABEL + 20 ? 2 : 1;
  const scale = scaleFor(props, { left, width, rows, low, high });
  const places = points.map((_, index) => scale.x(index));
  // Twice, so that they stand apart where somebody reads with letters twice as large.
  const wanted = kind === "bars" ? LABEL : Math.max(LABEL, 2 * longest(points.map((point) => point.label)));
  const room = roomFor(places, wanted / rows);
  const half = (text: string) => longest([text]) / 2;
  return (
    <svg viewBox={`0 0 ${width} ${HEIGHT}`} width={width} height={HEIGHT} role="img" aria-label={label}>
      {marks.map((mark) => (
        <g key={mark} transform={`translate(0 ${scale.y(mark)})`}>
          <path d={`M${left} 0H${width}`} className={css.grid} data-zero={mark === 0 || undefined} />
          <text x={left - 10} dy="0.32em" textAnchor="end" className={css.mark}>
            {format(mark)}
          </text>
        </g>
      ))}
      {points.map((point, index) =>
        room[index] ? (
          <text
            key={point.label}
            // A label at the end of the axis ends with the picture.
            x={(places[index] ?? 0) + half(point.label) > width ? width : places[index]}
            y={HEIGHT - 8 - ((index + 1) % rows) * ROW}
            textAnchor={(places[index] ?? 0) + half(point.label) > width ? "end" : "middle"}
            className={css.mark}
          >
            {point.label}
          </text>
        ) : null,
      )}
      {data.series.map((series, nth) =>
        kind === "line" ? (
          <Line key={series.name} series={series} scale={scale} />
        ) : (
          <Bars key={series.name} series={series} scale={scale} nth={nth} of={data.series.length} />
        ),
      )}
    </svg>
  );
}

export default function ChartDrawing(props: Props) {
  const [box, width] = useWidth();
  return (
    <div ref={box} className={css.box}>
      {width > 0 && <Picture {...props} width={width} />}
    </div>
  );
}
