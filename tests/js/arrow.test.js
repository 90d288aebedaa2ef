import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as arrow from 'apache-arrow';
import { MetricSeries } from 'perihelion';

const series = MetricSeries.from({
  name: 'loss',
  value: new Float64Array([0.5, NaN, Infinity]),
  step: new Float64Array([0, NaN, 2]),
  epoch: new Float64Array([NaN, NaN, NaN]),
  timestamp: new Float64Array([1_700_000_000_000, NaN, 1_700_000_001_000]),
  offset: new BigInt64Array([1n, 2n, 2n ** 60n]),
  context: new Uint32Array([0, 1, 1]),
  contexts: ['', 'train'],
  largeSteps: [],
});

test('a series becomes an Arrow table, with nulls where there is nothing', () => {
  const table = series.toArrow(arrow);
  const column = (name) => [...table.getChild(name)];
  assert.equal(table.numRows, 3);
  assert.deepEqual(column('value'), [0.5, NaN, Infinity]);
  assert.deepEqual(column('step'), [0, null, 2]);
  assert.deepEqual(column('epoch'), [null, null, null]);
  assert.deepEqual(
    column('timestamp').map((time) => time && Number(time)),
    [1_700_000_000_000, null, 1_700_000_001_000],
  );
  assert.deepEqual(column('offset'), [1n, 2n, 2n ** 60n]);
  assert.deepEqual(column('runContext'), [null, 'train', 'train']);
});

test('what is no time is null', () => {
  const columns = { ...series.columns(), timestamp: Float64Array.of(-Infinity, 1e300, 7) };
  const times = [...MetricSeries.from(columns).toArrow(arrow).getChild('timestamp')];
  assert.deepEqual(
    times.map((time) => time && Number(time)),
    [null, null, 7],
  );
});

test('it is what Arrow writes and reads, and has the values of the series without a copy', () => {
  const table = series.toArrow(arrow);
  const read = arrow.tableFromIPC(arrow.tableToIPC(table));
  assert.deepEqual(
    read.toArray().map((row) => JSON.stringify(row.toJSON(), (_, value) => String(value))),
    table.toArray().map((row) => JSON.stringify(row.toJSON(), (_, value) => String(value))),
  );
  assert.equal(table.getChild('value').data[0].values.buffer, series.value.buffer);
});

test('an empty series is an empty table', () => {
  const columns = series.columns();
  for (const [name, column] of Object.entries(columns)) {
    if (ArrayBuffer.isView(column)) columns[name] = column.slice(0, 0);
  }
  assert.equal(MetricSeries.from(columns).toArrow(arrow).numRows, 0);
});
