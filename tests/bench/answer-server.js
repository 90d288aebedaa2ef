// A server in a process of its own, beside which clients are measured: a metric and a chart, answered from memory.
import { createServer } from 'node:http';
import { chartAnswer, chartEntry, metricAnswer } from './workloads/answers.js';

const [points, experiments, pointsEach] = process.argv.slice(2).map(Number);
const keys = Array.from({ length: experiments }, (_, at) => `experiment-${at}`);
const json = (value) => Buffer.from(JSON.stringify(value));
const answers = {
  'isAlive/ver': json({ version: '5.0.0' }),
  'account-details': json({ userName: 'bench', defaultWorkspaceName: 'team' }),
  'experiment/metadata': json({
    experimentKey: 'k',
    experimentName: 'run',
    workspaceName: 'team',
    projectName: 'many',
  }),
  'experiment/metrics/get-metric': metricAnswer(points),
  'experiments/multi-metric-chart': chartAnswer(keys.map((key) => chartEntry(key, pointsEach))),
};

const server = createServer((request, response) => {
  const { pathname } = new URL(request.url, 'http://bench');
  const answer = answers[pathname.replace(/^.*\/(rest\/v2|clientlib)\//, '')];
  if (!answer) return response.writeHead(404).end(`{"msg":"nothing at ${pathname}"}`);
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': answer.length });
  request.resume().on('end', () => response.end(answer));
});
server.listen(0, '127.0.0.1', () => process.send(`http://127.0.0.1:${server.address().port}`));
process.on('disconnect', () => process.exit());
