import { imageUrl, load } from '/dist/index.js';
import { runSpec, specs } from '/support/client-specs.js';

/** As much of Node's assert as the specs need. */
function ok(value, message = 'it should hold') {
  if (!value) throw new Error(message);
}

function equal(given, wanted) {
  if (!Object.is(given, wanted)) throw new Error(`${String(given)} should be ${String(wanted)}`);
}

const assert = {
  ok,
  equal,
  deepEqual: (given, wanted) => equal(JSON.stringify(given), JSON.stringify(wanted)),
  match: (text, pattern) => ok(pattern.test(text), `'${text}' should match ${pattern}`),
};

/** Runs the spec of this name; gives what went wrong, or an empty text. */
window.runSpec = async (name, options, { url, awayUrl }) => {
  try {
    const { API, ...builders } = await load(options);
    const spec = specs.find((known) => known.name === name);
    await runSpec(spec, { API, builders, imageUrl, url, awayUrl, assert });
    return '';
  } catch (error) {
    return `${error}\n${error.stack}`;
  }
};

window.pageReady = true;
