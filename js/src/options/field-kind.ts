import { isObject } from '../api/objects.js';
import type { JsonSchema } from './problem.js';

/** What a form draws for a schema; `json` is a box for everything that no other kind fits. */
export type FieldKind =
  'text' | 'number' | 'boolean' | 'choice' | 'choices' | 'lines' | 'group' | 'json';

/** The most values of an enum that are listed. */
const maxChoices = 200;
/** How deep groups stand in groups. */
const maxDepth = 5;

function isEnum(schema: JsonSchema): boolean {
  const values = schema.enum;
  const isPlain = (value: unknown) => typeof value !== 'object' || value === null;
  return Array.isArray(values) && values.length <= maxChoices && values.every(isPlain);
}

function listKind({ items, prefixItems }: JsonSchema): FieldKind {
  if (!isObject(items) || prefixItems) return 'json';
  if (isEnum(items)) return 'choices';
  return items.type === 'string' && !items.enum ? 'lines' : 'json';
}

/** The kind of field for a schema, `depth` groups below the form. */
export function fieldKind(schema: unknown, depth: number): FieldKind {
  if (!isObject(schema)) return 'json';
  if (isEnum(schema)) return 'choice';
  // What says more than a field can show.
  if (['enum', '$ref', 'anyOf', 'oneOf', 'allOf'].some((name) => name in schema)) return 'json';
  switch (schema.type) {
    case 'string':
      return 'text';
    case 'number':
    case 'integer':
      return 'number';
    case 'boolean':
      return 'boolean';
    case 'array':
      return listKind(schema);
    case 'object':
      return isObject(schema.properties) && depth < maxDepth ? 'group' : 'json';
    default:
      return 'json';
  }
}
