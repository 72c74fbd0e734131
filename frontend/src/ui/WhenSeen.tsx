import { CatchBoundary } from "@tanstack/react-router";
import { type ReactNode, Suspense, useEffect, useRef, useState } from "react";

/**
 * Renders what is heavy and loaded late only once it comes near the screen, or goes to a printer. When it can't be
 * loaded nothing is shown: what stands beside it says the same in words.
 */
export function WhenSeen({ className, children }: { className?: string | undefined; children: ReactNode }) {
  const place = useRef<HTMLDivElement>(null);
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    const now = () => setSeen(true);
    const observer = new IntersectionObserver(
      (entries) => entries.some((entry) => entry.isIntersecting) && now(),
      { rootMargin: "200px" },
    );
    if (place.current) observer.observe(place.current);
    window.addEventListener("beforeprint", now);
    return () => {
      observer.disconnect();
      window.removeEventListener("beforeprint", now);
    };
  }, []);
  return (
    <div ref={place} className={className}>
      {seen && (
        <CatchBoundary getResetKey={() => "never"} errorComponent={() => null}>
          <Suspense>{children}</Suspense>
        </CatchBoundary>
      )}
    </div>
  );
}
