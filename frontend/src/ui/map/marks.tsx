/** How a sort of record is told from others on a map: by its shape first, for not everybody tells colours apart. */
export type Mark = { shape: Shape; token: string };

type Shape = "circle" | "square" | "triangle" | "diamond" | "hexagon";

/** In a square of 20, around 10. */
const PATHS: Record<Shape, string> = {
  circle: "M10 2.5a7.5 7.5 0 1 0 0 15a7.5 7.5 0 1 0 0-15Z",
  square: "M3.5 3.5h13v13h-13Z",
  triangle: "M10 2.2 18 16.5H2Z",
  diamond: "M10 1.5 18.5 10 10 18.5 1.5 10Z",
  hexagon: "M6 3h8l4 7-4 7H6l-4-7Z",
};

/** The mark as it stands in a legend and beside names. */
export function MarkIcon({ mark, size = 18 }: { mark: Mark; size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 20 20" aria-hidden="true">
      <path d={PATHS[mark.shape]} fill={`var(${mark.token})`} stroke="var(--surface)" strokeWidth={1.5} />
    </svg>
  );
}

/** The same as pixels, for the map; twice as many as it is wide, so that it is sharp on fine screens. */
export function markPixels(mark: Mark, fill: string, rim: string): ImageData | undefined {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 48;
  const pen = canvas.getContext("2d");
  if (!pen) return undefined;
  pen.scale(2.4, 2.4);
  const path = new Path2D(PATHS[mark.shape]);
  pen.lineJoin = "round";
  pen.lineWidth = 2.2;
  pen.strokeStyle = rim;
  pen.fillStyle = fill;
  pen.stroke(path);
  pen.fill(path);
  return pen.getImageData(0, 0, 48, 48);
}
