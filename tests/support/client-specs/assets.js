/** Assets: bytes, texts, pieces. */
import { numberedBytes } from './bytes.js';

const whole = numberedBytes(5_000_000);
const text = 'all work and no play '.repeat(50_000);

function assertWhole(bytes, assert) {
  assert.ok(bytes instanceof Uint8Array, 'bytes');
  assert.equal(bytes.length, whole.length);
  assert.equal(
    bytes.findIndex((byte, at) => byte !== whole[at]),
    -1,
  );
}

/** Reads an asset, and gives what its progress told. */
async function withProgress(api, asked, id, type) {
  const told = [];
  const onProgress = (progress) => told.push(progress);
  const answer = await api.getExperimentAsset(asked, id, type, { onProgress });
  return { answer, told };
}

const read = [
  ['latin1', 'text', 'Größe 5 µm'],
  ['utf16', 'text', 'Größe 5 µm ∞'],
  ['empty', 'text', ''],
  ['json', 'json', { deep: [1, { x: null }] }],
].map(([id, type, wanted]) => ({
  name: `the asset '${id}' as ${type}`,
  async run({ open, key, assert }) {
    assert.deepEqual(await open().getExperimentAsset(key('200'), id, type), wanted);
  },
}));

const unreadable = [
  ['klingon', 'text', /declared as 'klingon'/],
  ['no json', 'json', /no JSON/],
].map(([id, type, reason]) => ({
  name: `the asset '${id}' as ${type} is a bad response`,
  async run({ open, key, failure, assert }) {
    const { code, message } = await failure(open().getExperimentAsset(key('200'), id, type));
    assert.equal(code, 'bad_response');
    assert.match(message, reason);
  },
}));

export const assets = [
  ...read,
  ...unreadable,
  {
    name: '5 MB arrive unchanged, with progress to the last byte',
    async run({ open, key, assert }) {
      const { answer, told } = await withProgress(open(), key('200'), 'large');
      assertWhole(answer, assert);
      assert.ok(told.length > 1, `${told.length} pieces`);
      told.forEach(({ received }, at) => assert.ok(at === 0 || received > told[at - 1].received));
      assert.equal(told.at(-1).received, whole.length);
      const totals = told.map(({ total }) => total);
      assert.ok(totals.every((total) => total === undefined || total === whole.length));
    },
  },
  {
    name: '5 MB that break off in the middle are asked for again, and arrive once',
    async run({ open, key, seen, assert }) {
      const asked = key('cut in mid-body-then-200');
      const { answer, told } = await withProgress(open(), asked, 'large');
      assertWhole(answer, assert);
      assert.equal(told.at(-1).received, whole.length);
      assert.equal((await seen(asked)).length, 2);
    },
  },
  {
    name: 'a blob has the bytes and their type',
    async run({ open, key, assert }) {
      const blob = await open().getExperimentAsset(key('200'), 'large', 'blob');
      assert.equal(blob.type, 'application/x-numbers');
      assertWhole(new Uint8Array(await blob.arrayBuffer()), assert);
    },
  },
  {
    name: 'compressed: progress counts what arrived, and tells no total',
    async run({ open, key, assert }) {
      const { answer, told } = await withProgress(open(), key('gzip'), 'text', 'text');
      assert.equal(answer, text);
      assert.equal(told.at(-1).received, text.length);
      assert.ok(told.every(({ total }) => total === undefined));
    },
  },
  {
    name: 'compressed, and the page may not see that: no total that is wrong',
    async run({ open, key, assert }) {
      const { answer, told } = await withProgress(open(), key('gzip in secret'), 'large');
      assertWhole(answer, assert);
      const wrong = told.find(({ total }) => total !== undefined && total !== whole.length);
      assert.equal(wrong?.total, undefined);
    },
  },
  {
    name: 'assets are found by name; one that is not there is null',
    async run({ open, key, seen, assert }) {
      const api = open();
      const asked = key('200');
      const named = (name) => api.getExperimentAssetByName(asked, name, 'json');
      assert.deepEqual(await named('json'), { deep: [1, { x: null }] });
      assert.equal(await named('nothing'), null);
      assert.equal((await seen(asked)).length, 3);
    },
  },
  {
    name: 'aborting in the middle of an asset ends its request',
    async run({ open, key, failure, quiet, assert }) {
      const controller = new AbortController();
      const asked = key('stalled in mid-body');
      // Once all has come that the server sends: of a plain fetch in a worker, too, Firefox sometimes leaves the
      // connection open when it is aborted while data is on its way.
      const call = open().getExperimentAsset(asked, 'large', 'raw', {
        signal: controller.signal,
        onProgress: ({ received }) => received === 2_500_000 && controller.abort(),
      });
      assert.equal((await failure(call)).code, 'cancelled');
      await quiet(asked);
    },
  },
  {
    name: 'imageUrl is an address of the bytes, with the type that they say',
    async run({ imageUrl, assert }) {
      const gif = Uint8Array.of(0x47, 0x49, 0x46, 0x38, 0x39, 0x61, 0, 255);
      const address = imageUrl(gif);
      const blob = await (await fetch(address)).blob();
      assert.match(address, /^blob:/);
      assert.equal(blob.type, 'image/gif');
      assert.deepEqual([...new Uint8Array(await blob.arrayBuffer())], [...gif]);
      URL.revokeObjectURL(address);
    },
  },
  {
    name: 'imageUrl tells images from each other, and from what is none',
    async run({ imageUrl, assert }) {
      const typeOf = async (beginning) => {
        const bytes = Uint8Array.from(beginning, (character) => character.charCodeAt(0));
        const address = imageUrl(bytes);
        const { type } = await (await fetch(address)).blob();
        URL.revokeObjectURL(address);
        return type;
      };
      assert.equal(await typeOf('\x89PNG\r\n'), 'image/png');
      assert.equal(await typeOf('\xff\xd8\xff\xe0'), 'image/jpeg');
      assert.equal(await typeOf('RIFF\n\0\0\0WEBPVP8 '), 'image/webp');
      assert.equal(await typeOf('RIFF\n\0\0\0WAVEfmt '), 'application/octet-stream');
      assert.equal(await typeOf('<?xml version="1.0"?><svg xmlns='), 'image/svg+xml');
      assert.equal(await typeOf('plain text'), 'application/octet-stream');
      assert.equal(await typeOf(''), 'application/octet-stream');
    },
  },
];
