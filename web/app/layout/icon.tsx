const paths = {
  check: 'M3.5 8.5l3 3 6-7',
  dash: 'M4 8h8',
  chevron: 'M6 4l4 4-4 4',
  sun: 'M8 5a3 3 0 100 6 3 3 0 000-6zM8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15M3 3l1.1 1.1M11.9 11.9L13 13M13 3l-1.1 1.1M4.1 11.9L3 13',
  moon: 'M13.2 9.8A5.8 5.8 0 016.2 2.8a5.8 5.8 0 107 7z',
  system: 'M2 3h12v8H2zM5.5 14h5M8 11v3',
  close: 'M4.5 4.5l7 7M11.5 4.5l-7 7',
  open: 'M8 2v8M4.5 6.5L8 10l3.5-3.5M2.5 13.5h11',
  save: 'M8 10V2M4.5 5.5L8 2l3.5 3.5M2.5 13.5h11',
  run: 'M13 8a5 5 0 11-1.5-3.6M13 2v3h-3',
} as const;

/** Name of a drawing. */
export type IconName = keyof typeof paths;

/** A drawing of 16 by 16 CSS pixels in the colour of the text. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}
