/** Frames within frames, as far as anybody looks. */
const deepest = 20;

/** How many frames are within a window, counted up to `most`. */
export function countFrames(within: Window, most: number, depth = 0): number {
  // Of a window of another origin the page may know how many frames it has, and which.
  let count = Math.min(within.length, most);
  for (let at = 0; at < within.length && count < most && depth < deepest; at++) {
    const frame = within[at];
    if (frame) count += countFrames(frame, most - count, depth + 1);
  }
  return count;
}

/** Whether a window is a frame within another one. */
export function isWithin(frame: Window, outer: Window): boolean {
  for (let depth = 0, at = frame; depth < deepest; depth++) {
    const { parent } = at;
    if (parent === outer) return true;
    // A window that is no frame is its own parent; one that is gone has none.
    if (!parent || parent === at) return false;
    at = parent;
  }
  return false;
}
