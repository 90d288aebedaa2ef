import { inspect } from 'node:util';

/** A node:test reporter: what ran, and why what failed did, as one line of JSON. Suites and files are no tests. */
export default async function* testCount(events) {
  const count = { passed: 0, failed: 0, skipped: 0, failures: [] };
  for await (const { type, data } of events) {
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    const isFile = data.name === data.file || data.name.endsWith('.test.js');
    if (data.details?.type === 'suite') continue;
    if (data.skip !== undefined || data.todo !== undefined) count.skipped++;
    else if (type === 'test:fail') {
      count.failed++;
      const { error } = data.details;
      count.failures.push({ name: data.name, why: inspect(error.cause ?? error) });
    } else if (!isFile) count.passed++;
  }
  yield JSON.stringify(count);
}
