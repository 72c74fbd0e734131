import { useEffect, useLayoutEffect, useRef } from "react";
import { useTheme } from "~/lib/theme";
import { type Drawn, draw } from "./draw";
import { MapControls } from "./MapControls";
import css from "./map.module.css";
import type { MapProps } from "./types";

/** The map proper, with MapLibre; loaded when it is seen. */
export default function MapDrawing(props: MapProps) {
  const { places, box, lit } = props;
  const room = useRef<HTMLDivElement>(null);
  const drawn = useRef<Drawn>(undefined);
  const now = useRef(props);
  const theme = useTheme();
  useLayoutEffect(() => {
    now.current = props;
  });

  useEffect(() => {
    const container = room.current;
    if (!container) return;
    let over = false;
    // The names of cities are drawn with the page's typeface, which may still be on its way.
    void document.fonts.load("14px 'Source Sans 3 Variable'").finally(() => {
      if (!over) drawn.current = draw(container, () => now.current);
    });
    return () => {
      over = true;
      drawn.current?.remove();
      drawn.current = undefined;
    };
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another theme, which the page then has, is drawn anew.
  useEffect(() => {
    const restyle = () => drawn.current?.restyle();
    restyle();
    const system = matchMedia("(prefers-color-scheme: dark)");
    system.addEventListener("change", restyle);
    return () => system.removeEventListener("change", restyle);
  }, [theme]);

  const free = !box;
  useEffect(() => {
    drawn.current?.show(places);
  }, [places]);
  // Whoever moved the map keeps what they see; without that it follows what is found.
  useEffect(() => {
    if (free) drawn.current?.fit(places);
  }, [places, free]);
  useEffect(() => {
    drawn.current?.light(places, lit);
  }, [places, lit]);

  return (
    <>
      <div ref={room} className={css.room} />
      <MapControls onZoom={(by) => drawn.current?.zoom(by)} onAll={() => drawn.current?.all(places)} />
    </>
  );
}
