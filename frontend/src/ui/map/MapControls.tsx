import Maximize from "lucide-react/icons/maximize";
import Minus from "lucide-react/icons/minus";
import Plus from "lucide-react/icons/plus";
import { m } from "~/paraglide/messages.js";
import css from "./map.module.css";

export function MapControls({ onZoom, onAll }: { onZoom: (by: number) => void; onAll: () => void }) {
  return (
    <div className={css.controls}>
      <button type="button" aria-label={m.map_zoom_in()} onClick={() => onZoom(1)}>
        <Plus size={20} aria-hidden="true" />
      </button>
      <button type="button" aria-label={m.map_zoom_out()} onClick={() => onZoom(-1)}>
        <Minus size={20} aria-hidden="true" />
      </button>
      <button type="button" aria-label={m.map_all()} onClick={onAll}>
        <Maximize size={18} aria-hidden="true" />
      </button>
    </div>
  );
}
