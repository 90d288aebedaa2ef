/** A node:test reporter: what ran, as one line of JSON. Suites and files are no tests. */
export default async function* testCount(events) {
  const count = { passed: 0, failed: 0, skipped: 0 };
  for await (const { type, data } of events) {
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    const isFile = data.name === data.file || data.name.endsWith('.test.js');
    if (data.details?.type === 'suite') continue;
    if (data.skip !== undefined || data.todo !== undefined) count.skipped++;
    else if (type === 'test:fail') count.failed++;
    else if (!isFile) count.passed++;
  }
  yield JSON.stringify(count);
}
