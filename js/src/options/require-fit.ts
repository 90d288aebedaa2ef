import { PerihelionError } from '../api/errors.js';
import { checkOptions } from './options-check.js';
import { placeText, type JsonSchema } from './problem.js';

/**
 * Lets options pass that fit their schema. Where that cannot be found out, they pass and `warn` is told why.
 * @throws PerihelionError `invalid_argument` that names the member that is wrong
 */
export async function requireFit(
  schema: JsonSchema | undefined,
  options: unknown,
  assetBase: string,
  warn: (text: string) => void,
): Promise<void> {
  if (!schema) return;
  const problems = await checkOptions(schema, options, assetBase).catch((error: Error) => {
    warn(`the options were not checked: ${error.message}`);
    return [];
  });
  const [first] = problems;
  if (!first) return;
  const message = `${placeText(first.path, 'options')} ${first.message}`;
  throw new PerihelionError('invalid_argument', message);
}
