import { ENVIRONMENT_COLUMNS, METADATA_COLUMNS } from './columns.js';
import type { SqlValue } from './database.js';
import type { Predicate, Rule, Test } from './predicate.js';

/** A condition on the experiment `e`, with the values of its question marks. */
export interface Condition {
  sql: string;
  values: SqlValue[];
}

/**
 * The condition under which a predicate holds. Nothing that was asked becomes part of the SQL text. As no part is
 * negated but by its operator, what is unknown may count as false everywhere.
 */
export function conditionOf(predicate: Predicate): Condition {
  if ('test' in predicate) return ruleCondition(predicate);
  if (predicate.rules.length === 0)
    return { sql: predicate.condition === 'AND' ? 'TRUE' : 'FALSE', values: [] };
  return joined(predicate.rules.map(conditionOf), predicate.condition);
}

function ruleCondition({ source, name, test }: Rule): Condition {
  if (source === 'tag') {
    const sql = '(SELECT experiment_key FROM tag WHERE name = ?)';
    const isIn = test.operator === 'equal' ? 'IN' : 'NOT IN';
    return { sql: `e.experiment_key ${isIn} ${sql}`, values: [name] };
  }
  if (source === 'metadata' || source === 'env_details') {
    const columns = source === 'metadata' ? METADATA_COLUMNS : ENVIRONMENT_COLUMNS;
    const { type, sql } = columns.get(name) ?? { type: 'string', sql: 'NULL' };
    const number = type === 'string' ? `text_number(${sql})` : sql;
    return joined(comparisons(test, { text: sql, number }), 'OR');
  }
  // Each comparison reads one range of one index, where a lookup for each experiment would read a page for each.
  const having = (more: string, values: SqlValue[]): Condition => ({
    sql: `e.experiment_key IN (SELECT experiment_key FROM summary WHERE source = ? AND name = ?${more})`,
    values: [source, name, ...values],
  });
  if (test.operator === 'is_null') {
    const { sql, values } = having('', []);
    return { sql: `NOT ${sql}`, values };
  }
  const columns = { text: 'current_text', number: 'current_number' };
  return joined(
    comparisons(test, columns).map(({ sql, values }) => having(` AND ${sql}`, values)),
    'OR',
  );
}

/** What a column is in SQL: its text, and the number that it reads as. */
interface Expressions {
  text: string;
  number: string;
}

const SIGNS = {
  equal: '=',
  not_equal: '<>',
  less: '<',
  less_or_equal: '<=',
  greater: '>',
  greater_or_equal: '>=',
};

/** The test as alternatives, each about the text or about the number, so that one index is enough for each. */
function comparisons(test: Test, { text, number }: Expressions): Condition[] {
  const is = (sql: string, ...values: SqlValue[]): Condition[] => [{ sql, values }];
  const end = `substr(${text}, 1 + length(${text}) - length(?))`;
  switch (test.operator) {
    case 'is_null':
      return is(`${text} IS NULL`);
    case 'is_not_null':
      return is(`${text} IS NOT NULL`);
    case 'is_empty':
      return is(`${text} = ''`);
    case 'is_not_empty':
      return is(`${text} <> ''`);
    case 'contains':
      return is(`instr(${text}, ?) > 0`, test.operand);
    case 'not_contains':
      return is(`instr(${text}, ?) = 0`, test.operand);
    case 'begins_with':
      return is(`instr(${text}, ?) = 1`, test.operand);
    case 'not_begins_with':
      return is(`instr(${text}, ?) <> 1`, test.operand);
    case 'ends_with':
      return is(`${end} = ?`, test.operand, test.operand);
    case 'not_ends_with':
      return is(`${end} <> ?`, test.operand, test.operand);
    default:
      return typeof test.operand === 'string'
        ? is(`${text} ${SIGNS[test.operator]} ?`, test.operand)
        : numeric(test.operator, test.operand, { text, number });
  }
}

/** NaN has no number in the store: no order holds for it, and it is equal to itself alone. */
function numeric(
  operator: keyof typeof SIGNS,
  operand: number,
  { text, number }: Expressions,
): Condition[] {
  const nan = { sql: `${text} IN ('NaN', 'nan')`, values: [] };
  if (!Number.isNaN(operand)) {
    const compared = { sql: `${number} ${SIGNS[operator]} ?`, values: [operand] };
    return operator === 'not_equal' ? [compared, nan] : [compared];
  }
  if (operator === 'equal') return [nan];
  return [{ sql: operator === 'not_equal' ? `${number} IS NOT NULL` : 'FALSE', values: [] }];
}

function joined(conditions: Condition[], word: 'AND' | 'OR'): Condition {
  if (conditions.length === 1) return conditions[0]!;
  return {
    sql: `(${conditions.map(({ sql }) => sql).join(` ${word} `)})`,
    values: conditions.flatMap(({ values }) => values),
  };
}
