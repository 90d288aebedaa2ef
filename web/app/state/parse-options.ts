import { parseTree, printParseErrorCode, getNodeValue, type ParseError } from 'jsonc-parser';

/** What is wrong with the text of the options, and where. */
export interface OptionsProblem {
  message: string;
  /** Characters from the start of the text. */
  offset: number;
  length: number;
  /** From 1. */
  line: number;
  column: number;
}

/** Options read from text: an object, or what is wrong. */
export type ParsedOptions =
  | { options: Record<string, unknown>; problem?: undefined }
  | { options?: undefined; problem: OptionsProblem };

const explanations: Record<string, string> = {
  InvalidSymbol: 'this is not JSON: names and texts need double quotes',
  InvalidNumberFormat: 'this is no JSON number',
  PropertyNameExpected: 'a property name in double quotes is expected here',
  ValueExpected: 'a value is expected here',
  ColonExpected: 'a colon is expected here',
  CommaExpected: 'a comma is expected here',
  CloseBraceExpected: 'a closing "}" is missing',
  CloseBracketExpected: 'a closing "]" is missing',
  EndOfFileExpected: 'nothing may follow the closing "}"',
  InvalidCommentToken: 'JSON has no comments',
  UnexpectedEndOfComment: 'JSON has no comments',
  UnexpectedEndOfString: 'a closing double quote is missing',
  UnexpectedEndOfNumber: 'this number is not complete',
  InvalidUnicode: 'this \\u escape needs four hexadecimal digits',
  InvalidEscapeCharacter: 'this escape is not known to JSON',
  InvalidCharacter: 'this character must be escaped',
};

function problemAt(text: string, offset: number, length: number, message: string): OptionsProblem {
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  return { message, offset, length, line, column: offset - before.lastIndexOf('\n') };
}

/** Reads the options of a panel: empty text means no options. */
export function parseOptions(text: string): ParsedOptions {
  if (text.trim() === '') return { options: {} };
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { disallowComments: true, allowTrailingComma: false });
  const [first] = errors;
  if (first) {
    const name = printParseErrorCode(first.error);
    const message = explanations[name] ?? name;
    return { problem: problemAt(text, first.offset, first.length, message) };
  }
  if (tree?.type !== 'object') {
    const message = 'options must be an object, as in {"metric": "loss"}';
    return { problem: problemAt(text, tree?.offset ?? 0, tree?.length ?? 0, message) };
  }
  return { options: getNodeValue(tree) as Record<string, unknown> };
}
