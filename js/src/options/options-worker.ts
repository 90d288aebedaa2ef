/**
 * Holds options against their schema. A worker of its own, which the page can end: a schema comes with a panel, whose
 * author may have made one that takes for ever.
 */
import { Validator, type OutputUnit, type Schema } from '@cfworker/json-schema';
import type { CheckReply, CheckRequest, JsonSchema, Problem } from './problem.js';
import { wording } from './wording.js';

const maxProblems = 100;
const maxMessage = 500;

/** Keywords that only say that something within is wrong. */
const summaries = new Set([
  'properties',
  'patternProperties',
  'additionalProperties',
  'unevaluatedProperties',
  'dependentSchemas',
  'items',
  'prefixItems',
  'additionalItems',
  'unevaluatedItems',
  'allOf',
  '$ref',
  'if',
]);

function segments(location: string): string[] {
  const encoded = location.split('/').slice(1);
  return encoded.map((part) => decodeURI(part).replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** What stands at a place, undefined where there is nothing; references within the schema are followed. */
function valueAt(root: unknown, location: string): unknown {
  let value = root;
  for (const name of segments(location)) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<string, unknown>)[name];
    if (name === '$ref' && typeof value === 'string') value = valueAt(root, value);
  }
  return value;
}

function problemsOf(unit: OutputUnit, { schema, options }: CheckRequest): Problem[] {
  const { keyword, keywordLocation, instanceLocation, error } = unit;
  const path = segments(instanceLocation);
  const value = valueAt(options, instanceLocation);
  const wanted = valueAt(schema, keywordLocation);
  if (keyword === 'required' && Array.isArray(wanted)) {
    const missing = wanted.filter((name) => !Object.hasOwn(value as object, String(name)));
    return missing.map((name) => ({ path: [...path, String(name)], message: 'must be given' }));
  }
  return [{ path, message: wording(keyword, wanted, value, error).slice(0, maxMessage) }];
}

function check(request: CheckRequest): Problem[] {
  const draft = /draft-0?([47])|(2019-09)/.exec(String(request.schema.$schema ?? ''));
  const version = (draft?.[1] ?? draft?.[2] ?? '2020-12') as '4' | '7' | '2019-09' | '2020-12';
  const schema = request.schema as JsonSchema & Schema;
  const { errors } = new Validator(schema, version, false).validate(request.options);
  const leaves = errors.filter(
    // Of alternatives it is enough to know that none fits.
    ({ keyword, keywordLocation }) =>
      !summaries.has(keyword) && !/\/(anyOf|oneOf)\/\d+\//.test(keywordLocation),
  );
  const problems = leaves.slice(0, maxProblems).flatMap((unit) => problemsOf(unit, request));
  return problems.slice(0, maxProblems);
}

const reply = (message: CheckReply) => postMessage(message);

onmessage = ({ data }: MessageEvent<CheckRequest>) => {
  try {
    reply({ kind: 'problems', problems: check(data) });
  } catch (error) {
    reply({ kind: 'failed', message: String((error as Error).message).split('\n', 1)[0]! });
  }
};

reply({ kind: 'ready' });
