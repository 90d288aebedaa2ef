// Where the Panels API answers otherwise than comet_ml on purpose: each turns comet_ml's answer into ours.

/** By method: the reason, and the same content as the Panels API has it. */
export const DIFFERENCES = new Map(
  Object.entries({
    get_experiment_metric: {
      reason: 'points are columns: values are numbers, not texts, and the metric is named once',
      expected: (points, { args }) => series(args.metric, points),
    },
    get_metrics: {
      reason: 'points are columns, and without a name there is a series for each metric, by name',
      expected: (points, { args: [name] }) => (name ? series(name, points) : allSeries(points)),
    },
    get_experiment_metrics: {
      reason:
        'comet_ml has it as a getter only; points are columns, a series for each metric, by name',
      expected: (points) => allSeries(points),
    },
    get_metrics_for_chart: {
      reason:
        'columns are doubles: null is NaN, and integers beyond 2^53 are rounded, which series keep',
      expected: (chart) => mapValues(chart, chartOf),
    },
    get_model_names: {
      reason: 'names are sorted, where comet_ml has them in no order',
      expected: (names) => [...names].sort(),
    },
    to_json: {
      reason:
        'values of points are numbers and metrics go by name, and natively the zip of the git patch is not unpacked',
      expected: (json, { args: [full] }, client) => (full ? fullJson(json, client) : json),
    },
    // Not compared: names that files spell otherwise, under which comet_ml asks for the points too and finds none, and
    // metrics of several files, on which it fails with pandas 2. `metric-total.test.js` has both.
    get_metric_total_df: {
      reason:
        'the table is columns without the datetime, which the timestamp says, and natively only sampled points',
      expected: (frame, { sampled }, client) =>
        client === 'native' ? totalOf(sampled) : frame && mapValues(frame, columnOf),
    },
    get_metrics_df: {
      reason: 'the table is columns of an object, not a pandas frame',
      expected: (frame, { args }) => frame && tableOf(frame, args),
    },
  }),
);

function series(name, points) {
  return {
    name,
    points: points.map(({ metricValue, offset, ...rest }) => ({
      ...rest,
      metricValue: numberOf(metricValue),
      offset: String(offset),
    })),
  };
}

function allSeries(points) {
  const names = [...new Set(points.map(({ metricName }) => metricName))].sort();
  return names.map((name) =>
    series(
      name,
      points.filter(({ metricName }) => metricName === name),
    ),
  );
}

function fullJson({ git_patch, metrics, ...rest }, client) {
  const names = [...new Set(metrics.map(({ metricName }) => metricName))].sort();
  const points = names.flatMap((name) => metrics.filter(({ metricName }) => metricName === name));
  const numbers = points.map(({ metricValue, offset, ...point }) => ({
    ...point,
    metricValue: numberOf(metricValue),
    offset: client === 'native' ? offset : String(offset),
  }));
  return { ...rest, metrics: numbers, ...(client === 'native' ? {} : { git_patch }) };
}

/** The points as comet_ml makes a table of them. */
function totalOf(points) {
  if (points.length === 0) return null;
  const column = (name) => points.map((point) => numberOf(point[name]));
  const timestamp = points.map((point) => point.timestamp / 1000);
  return {
    value: column('metricValue'),
    timestamp,
    step: column('step'),
    epoch: column('epoch'),
    duration: timestamp.map((time, row) => numberOf(row ? time - timestamp[row - 1] : null)),
  };
}

const columnOf = (list) => (Array.isArray(list) ? list.map(numberOf) : list);

/** A value as a column of doubles has it and lines print it; NaN where there is none. */
function numberOf(given) {
  const value = given === null ? NaN : Number(given);
  return Number.isFinite(value) ? value : String(value);
}

function tableOf({ experiment_key, experiment_name, ...rest }, { x_axis }) {
  const { [x_axis]: x, ...columns } = rest;
  return {
    experimentKey: experiment_key,
    experimentName: experiment_name,
    xAxis: x_axis,
    x,
    columns,
  };
}

function chartOf({ metrics, ...rest }) {
  return { ...rest, metrics: metrics.map((metric) => mapValues(metric, columnOf)) };
}

function mapValues(object, change) {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));
}
