// What kind of query a tree of evaluate-query.js is, and queries made of others.

/** Whether it is terms under "&", each of them negated or not: what comet_ml's `query` encodes as it means. */
export function isConjunction(tree) {
  if (tree.and) return tree.and.every(isConjunction);
  return !tree.or && (!tree.not || isTerm(tree.not));
}

function isTerm(tree) {
  return tree.not ? isTerm(tree.not) : !tree.and && !tree.or;
}

/** The same numbers between 0 and 1 in every run. */
function randomFrom(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** `count` combinations of the expressions by `&`, `|` and `~`, up to four levels deep. */
export function combinations(expressions, count, seed = 1) {
  const random = randomFrom(seed);
  const pick = (list) => list[Math.floor(random() * list.length)];
  const combine = (depth) => {
    if (depth === 0 || random() < 0.2) return `(${pick(expressions)})`;
    if (random() < 0.25) return `~${combine(depth - 1)}`;
    return `(${combine(depth - 1)} ${pick(['&', '|'])} ${combine(depth - 1)})`;
  };
  return Array.from({ length: count }, () => combine(1 + Math.floor(random() * 4)));
}
