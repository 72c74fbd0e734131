import { type ReactNode, Suspense } from "react";
import { lazy } from "~/lib/lazy";
import css from "./tabs.module.css";

const AriaTabs = lazy(() => import("./aria/Tabs"));

export type TabsProps<V extends string = string> = {
  label: string;
  tabs: { id: V; title: ReactNode; content: ReactNode }[];
  selected: V;
  onSelect: (id: V) => void;
};

/** A few views of one thing, one at a time. Which one belongs into the address, so that it can be shared. */
export function Tabs<V extends string>({ onSelect, ...props }: TabsProps<V>) {
  const now = props.tabs.find((tab) => tab.id === props.selected);
  return (
    <Suspense
      fallback={
        <div className={css.tabs}>
          <div className={`${css.list} ${css.waiting}`}>
            {props.tabs.map((tab) => (
              <span key={tab.id} className={css.tab} data-selected={tab === now || undefined}>
                {tab.title}
              </span>
            ))}
          </div>
          <div className={css.panel}>{now?.content}</div>
        </div>
      }
    >
      <AriaTabs {...props} onSelect={(id) => onSelect(id as V)} />
    </Suspense>
  );
}
