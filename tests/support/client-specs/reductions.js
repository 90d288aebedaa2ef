/** What plots need of metrics, wherever the client runs. The server's metric is loss, step / 3 at 100 steps. */

const columns = (points) => Object.values(points).map((column) => [...column]);

export const reductions = [
  {
    name: 'a series and a handle give the same points to draw',
    async run({ open, key, seen, assert }) {
      const api = open();
      const asked = key('200');
      const series = await api.getExperimentMetric(asked, 'loss');
      const handle = await api.holdMetric(asked, 'loss');
      assert.equal(handle.name, series.name);
      assert.equal(handle.length, 100);
      for (const line of [series, handle]) {
        assert.deepEqual(columns(await line.minMax({ width: 2, from: 30, to: 60 })), [
          [29, 30, 44, 45, 60, 61],
          [29, 30, 44, 45, 60, 61].map((step) => step / 3),
        ]);
        assert.deepEqual(columns(await line.lttb({ width: 2, from: 30, to: 60 })), [
          [29, 30, 60, 61],
          [29, 30, 60, 61].map((step) => step / 3),
        ]);
        const since = await line.minMax({ width: 1, x: 'duration' });
        assert.deepEqual(columns(since), [
          [0, 99],
          [0, 33],
        ]);
        const { x, y } = await line.smooth(1, { debias: false });
        assert.equal(x.length, 100);
        assert.ok(
          y.every((value) => value === 0),
          'the first value stays',
        );
      }
      const back = await handle.toSeries();
      assert.deepEqual([...back.value], [...series.value]);
      assert.equal((await back.lttb({ width: 10 })).x.length, 10);
      handle.dispose();
      assert.equal((await seen(asked)).length, 1);
    },
  },
  {
    name: 'lines of every kind come to one axis, a mean and a band',
    async run({ open, key, assert }) {
      const api = open();
      const series = await api.getExperimentMetric(key('200'), 'loss');
      const chartMetric = {
        metricName: 'loss',
        values: Float64Array.of(3, 9),
        steps: Float64Array.of(1, 3),
        epochs: null,
        timestamps: null,
        durations: null,
      };
      const own = { x: [4, 2, 0], y: [4, NaN, 0] };
      const aligned = await api.align([chartMetric, own]);
      assert.deepEqual([...aligned.x], [0, 1, 2, 3, 4]);
      assert.deepEqual(columns(aligned.y), [
        [NaN, 3, 6, 9, NaN],
        [0, 1, 2, 3, 4],
      ]);
      const gaps = await api.align([chartMetric, own], { interpolate: false });
      assert.deepEqual([...gaps.y[1]], [0, NaN, NaN, NaN, 4]);
      assert.equal((await api.align([series, own], { points: 7 })).x.length, 7);
      const band = await api.meanAndBand([chartMetric, own]);
      assert.deepEqual(columns(band), [
        [0, 1, 2, 3, 4],
        [0, 2, 4, 6, 4],
        [0, 1, 2, 3, 4],
        [0, 3, 6, 9, 4],
        [1, 2, 2, 2, 1],
      ]);
      const half = await api.meanAndBand([chartMetric, own], { band: [50, 100] });
      assert.deepEqual([...half.low], [0, 2, 4, 6, 4]);
      const around = await api.meanAndBand([chartMetric, own], { band: 'deviation' });
      assert.deepEqual([...around.high], [0, 3, 6, 9, 4]);
      assert.equal((await api.align([chartMetric], { x: 'epoch' })).x.length, 0);
    },
  },
  {
    name: 'a reduction that is asked for wrongly says what is right',
    async run({ open, key, failure, assert }) {
      const api = open();
      const line = { x: [1, 2], y: [3, 4] };
      for (const [call, message] of [
        [() => api.minMax(line, {}), /width must be a whole number from 0 to 100000/],
        [() => api.minMax(line, { width: 1e6 }), /width must be a whole number/],
        [() => api.lttb(line, { width: 9, from: 2, to: 1 }), /from must not be beyond to/],
        [() => api.lttb(line, { width: 9, from: NaN }), /from must be a finite number/],
        [() => api.minMax({ x: [1], y: [] }, { width: 9 }), /as many x as y: it has 1 and 0/],
        [() => api.minMax(null, { width: 9 }), /a line must be a MetricSeries/],
        [() => api.minMax(line, { width: 9, x: 'time' }), /x must be one of step, epoch/],
        [() => api.smooth(line, 2), /weight must be a number from 0 to 1/],
        [() => api.smooth(line, 0.5, { debias: 1 }), /debias must be true or false/],
        [() => api.align(line), /lines must be a list of lines/],
        [() => api.align([line], { points: 2.5 }), /points must be a whole number/],
        [() => api.meanAndBand([line], { band: [80, 20] }), /band must be 'min-max'/],
        [() => api.holdMetric('', 'loss'), /experiment_key must not be empty/],
      ]) {
        const error = await failure(call());
        assert.equal(error.code, 'invalid_argument');
        assert.match(error.message, message);
      }
      const many = Array.from({ length: 5000 }, (_, at) => ({ x: [at], y: [at] }));
      assert.match((await failure(api.align(many))).message, /'points' asks for fewer/);
      assert.equal((await failure(api.holdMetric(key('404'), 'loss'))).code, 'not_found');
    },
  },
  {
    name: 'a handle that was disposed of holds nothing, and one given up neither',
    async run({ open, key, failure, arrived, assert }) {
      const api = open();
      const handle = await api.holdMetric(key('200'), 'loss');
      handle.dispose();
      handle.dispose();
      assert.equal((await failure(handle.lttb({ width: 9 }))).code, 'closed');
      const asked = key('slow to begin');
      const controller = new AbortController();
      const given = failure(api.holdMetric(asked, 'loss', { signal: controller.signal }));
      await arrived(asked);
      controller.abort();
      assert.equal((await given).code, 'cancelled');
    },
  },
];
