import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { readArchive, sampleArchives } from '../support/archive-reader.js';
import { startServer } from '../support/serve.js';

const paths = sampleArchives();
let server;

before(async () => {
  server = await startServer({ archives: paths });
});
after(() => server?.stop());

test('every sample archive is served as the SDK wrote it', async (t) => {
  assert.ok(paths.length > 0);
  for (const path of paths) {
    const { key, experiment, messages } = readArchive(path);
    await t.test(key, async () => {
      const ofRun = { experimentKey: key };
      const metadata = await server.json('experiment/metadata', ofRun);
      assert.equal(metadata.startTimeMillis, experiment.start_time);
      assert.equal(metadata.projectName, experiment.project_name);
      assert.deepEqual(
        (await server.json('experiment/tags', ofRun)).tags,
        [...experiment.tags].sort(),
      );

      const logged = messages
        .filter(({ type }) => type === 'metric_msg')
        .map(({ payload: { metric, context, local_timestamp } }) => [
          context ? `${context}_${metric.metricName}` : metric.metricName,
          Number(metric.metricValue),
          String(metric.step ?? null),
          String(metric.epoch ?? null),
          local_timestamp,
        ]);
      const answer = await (await server.get('experiment/metrics/get-all', ofRun)).text();
      // Integers that a double cannot hold stay the text that they are.
      const { metrics } = JSON.parse(answer.replace(/"(step|epoch)":(-?\d{16,})/g, '"$1":"$2"'));
      metrics.sort((a, b) => a.offset - b.offset);
      assert.deepEqual(
        metrics.map((p) => [
          p.metricName,
          Number(p.metricValue),
          String(p.step),
          String(p.epoch),
          p.timestamp,
        ]),
        logged,
      );

      const parameters = new Map();
      for (const { payload, type } of messages) {
        const param = type === 'parameter_msg' && (payload.param ?? payload.params);
        if (param) parameters.set(param.paramName, param.paramValue);
      }
      const { values } = await server.json('experiment/parameters', ofRun);
      assert.deepEqual(values.map(({ name }) => name).sort(), [...parameters.keys()].sort());
      for (const { name, valueCurrent } of values) {
        const value = parameters.get(name);
        if (typeof value === 'number') assert.equal(Number(valueCurrent), value, name);
        else
          assert.equal(
            valueCurrent,
            typeof value === 'string' ? value : JSON.stringify(value),
            name,
          );
      }
    });
  }
});
