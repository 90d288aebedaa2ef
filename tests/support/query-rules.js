// Between the trees of evaluate-query.js and Comet's JSON.
import { columnId } from './experiment-facts.js';

const FLIPPED = Object.fromEntries(
  [
    ['equal', 'not_equal'],
    ['less', 'greater_or_equal'],
    ['greater', 'less_or_equal'],
    ['between', 'not_between'],
    ['contains', 'not_contains'],
    ['begins_with', 'not_begins_with'],
    ['ends_with', 'not_ends_with'],
    ['is_null', 'is_not_null'],
    ['is_empty', 'is_not_empty'],
  ].flatMap(([a, b]) => [
    [a, b],
    [b, a],
  ]),
);

/** All operators of a rule. */
export const operators = Object.keys(FLIPPED);

/**
 * The group of `experiments/search` for a tree, every NOT pushed into the operators.
 * @param {Map<string, string>} types of the project's columns
 */
export function rulesTree(tree, types) {
  const rule = ruleOf(tree, types, false);
  return 'rules' in rule ? rule : { condition: 'AND', rules: [rule], valid: true };
}

/** The list of `project/query` for a tree: an element for each part of an AND, or one for all. */
export function predicates(tree, types) {
  return (tree.and ?? [tree]).map((part) => {
    const query = rulesTree(part, types);
    const sources = new Set(leaves(part).map(({ source }) => source));
    if (sources.size !== 1) return { source: 'nested', query };
    return { source: [...sources][0], query: withoutSources(query) };
  });
}

/** The tree of a group or a rule of valid JSON, with the rules' own types. */
export function treeOf(rule, outer = undefined) {
  const source = rule.source ?? outer;
  if (rule.rules)
    return { [rule.condition.toLowerCase()]: rule.rules.map((r) => treeOf(r, source)) };
  const { operator, value, type } = rule;
  return { source, name: rule.field ?? rule.id, operator, value, type };
}

/** The comparisons of a tree. */
export function leaves(tree) {
  const inner = tree.and ?? tree.or ?? (tree.not && [tree.not]);
  return inner ? inner.flatMap(leaves) : [tree];
}

function ruleOf(tree, types, negated) {
  if (tree.not) return ruleOf(tree.not, types, !negated);
  const inner = tree.and ?? tree.or;
  if (inner) {
    const rules = inner.map((part) => ruleOf(part, types, negated));
    return { condition: Boolean(tree.and) !== negated ? 'AND' : 'OR', rules, valid: true };
  }
  const { source, name, operator, value = null } = tree;
  return {
    id: name,
    field: name,
    type: tree.type ?? types.get(columnId(source, name)) ?? 'string',
    operator: negated ? FLIPPED[operator] : operator,
    value,
    source,
  };
}

function withoutSources(rule) {
  if (rule.rules) return { ...rule, rules: rule.rules.map(withoutSources) };
  return { ...rule, source: undefined };
}
