import type { Context, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { HttpError } from './errors.js';

/** A query parameter that has to be there. @throws {HttpError} 400 that names it. */
export function required(c: Context, name: string): string {
  const value = c.req.query(name);
  if (!value) throw new HttpError(400, `missing parameter: ${name}`);
  return value;
}

/** A boolean query parameter in any client's spelling (`True`, `FALSE`, `true`); undefined when left out. */
export function optionalBoolean(c: Context, name: string): boolean | undefined {
  const value = c.req.query(name)?.toLowerCase();
  if (value === undefined || value === '') return undefined;
  if (value !== 'true' && value !== 'false')
    throw new HttpError(400, `${name} has to be true or false`);
  return value === 'true';
}

/** A query parameter that is a whole number from 1 on; undefined when left out. */
export function optionalCount(c: Context, name: string): number | undefined {
  const value = c.req.query(name);
  if (value === undefined || value === '') return undefined;
  if (!/^[1-9]\d{0,8}$/.test(value))
    throw new HttpError(400, `${name} has to be a whole number from 1 to 999999999`);
  return Number(value);
}

/** A query parameter that is one of a few words; undefined when left out. */
export function optionalWord<T extends string>(
  c: Context,
  name: string,
  words: readonly T[],
): T | undefined {
  const value = c.req.query(name);
  if (value === undefined || value === '') return undefined;
  if (!words.includes(value as T))
    throw new HttpError(400, `${name} has to be ${words.join(' or ')}`);
  return value as T;
}

/** Refuses bodies of more bytes with 413. */
export function bodyUpTo(maxBytes: number): MiddlewareHandler {
  return bodyLimit({
    maxSize: maxBytes,
    onError: () => {
      throw new HttpError(413, `the body is larger than ${maxBytes} bytes`);
    },
  });
}

/** The body as a JSON object. @throws {HttpError} 400 when it is anything else. */
export async function jsonBody(c: Context): Promise<Record<string, unknown>> {
  const text = await c.req.text();
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw new HttpError(400, 'the body is not JSON');
  }
  if (body === null || typeof body !== 'object' || Array.isArray(body)) {
    throw new HttpError(400, 'the body has to be a JSON object');
  }
  return body as Record<string, unknown>;
}

/** A member of a body that is a list of texts; an absent or null one is empty. */
export function textList(body: Record<string, unknown>, name: string): string[] {
  const value = body[name] ?? [];
  if (Array.isArray(value) && value.every((item) => typeof item === 'string'))
    return value as string[];
  throw new HttpError(400, `${name} has to be a list of texts`);
}

/** A member of a body that is a text; undefined when it is absent or null. */
export function textMember(body: Record<string, unknown>, name: string): string | undefined {
  const value = body[name] ?? undefined;
  if (value === undefined || typeof value === 'string') return value;
  throw new HttpError(400, `${name} has to be a text`);
}

/** A member of a body that is a whole number from 1 on, or `fallback` when it is absent or null. */
export function countMember(body: Record<string, unknown>, name: string, fallback: number): number {
  const value = body[name] ?? fallback;
  if (Number.isInteger(value) && (value as number) >= 1 && (value as number) < 1e9)
    return value as number;
  throw new HttpError(400, `${name} has to be a whole number from 1 on`);
}

/** A member of a body that is a boolean, or `fallback` when it is absent or null. */
export function booleanMember(
  body: Record<string, unknown>,
  name: string,
  fallback: boolean,
): boolean {
  const value = body[name] ?? fallback;
  if (typeof value === 'boolean') return value;
  throw new HttpError(400, `${name} has to be true or false`);
}
