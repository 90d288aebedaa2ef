/** Whether every value so far was a number, a boolean, or anything else. */
export type ValueType = 'double' | 'boolean' | 'string';

/** One value of a name, with where and when it was logged. */
export interface Logged {
  text: string;
  time: number | null;
  step: bigint | null;
  context: string | null;
}

/** What Comet tells about a metric, a parameter or an "other": its largest, smallest and last value. */
export interface Summary {
  type: ValueType;
  max: Logged;
  min: Logged;
  current: Logged;
}

/** The summary after one more value; for values that are not all numbers the three are the last one. */
export function addValue(before: Summary | undefined, type: ValueType, value: Logged): Summary {
  if (before?.type !== 'double' || type !== 'double') {
    return {
      type: before && before.type !== type ? 'string' : type,
      max: value,
      min: value,
      current: value,
    };
  }
  return {
    type,
    max: isBeyond(value, before.max, 1) ? value : before.max,
    min: isBeyond(value, before.min, -1) ? value : before.min,
    current: value,
  };
}

function isBeyond(value: Logged, extreme: Logged, direction: 1 | -1): boolean {
  const [next, last] = [Number(value.text), Number(extreme.text)];
  // NaN is an extreme only as long as nothing else was logged.
  return Number.isNaN(last) ? !Number.isNaN(next) : (next - last) * direction > 0;
}
