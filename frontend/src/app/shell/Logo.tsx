/** The Moselle and a place on it. */
export function LogoMark({ size = 30 }: { size?: number }) {
  return (
    <svg viewBox="0 0 32 32" width={size} height={size} aria-hidden="true">
      <rect width="32" height="32" rx="7" fill="#0F4C75" />
      <path
        d="M21 4c-5 4 1 7-3 11s-8 3-7 6 6 2 4 7"
        fill="none"
        stroke="#FBFAF5"
        strokeWidth="3"
        strokeLinecap="round"
      />
      <circle cx="18" cy="15" r="3.6" fill="#F4B63F" />
    </svg>
  );
}
