// The decoders against nlohmann/json on inputs that libFuzzer makes up.
import { before, test } from 'node:test';
import { buildPreset } from '../../tools/build.js';
import { fuzz } from '../support/libfuzzer.js';

before(() => buildPreset('native-fuzz'));

test('the decoders and the oracle agree on the corpus and on what grows from it', () =>
  fuzz('decoder', { seconds: 25, longest: 1024, args: ['-timeout=20'] }));

test("a query's text is refused, or reads back from its canonical form the same", () =>
  fuzz('query_text', { seconds: 20, longest: 4096 }));
