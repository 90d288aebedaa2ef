// A run of the real SDK with the things that the sample runs do not have.
import { execFile } from 'node:child_process';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { runCometMl } from './comet-ml.js';

const run = promisify(execFile);

/** Logs a run inside a git repository that has a change, in the folder `parent`, and returns the archive's path. */
export async function logRichRun(parent) {
  const [repository, output] = [join(parent, 'repository'), join(parent, 'runs')];
  await Promise.all([mkdir(repository), mkdir(output)]);
  const identity = [
    '-c',
    'commit.gpgsign=false',
    '-c',
    'user.name=ada',
    '-c',
    'user.email=ada@example.org',
  ];
  const git = (...args) => run('git', [...identity, ...args], { cwd: repository });
  await git('init', '--quiet');
  await writeFile(join(repository, 'file.txt'), 'first\n');
  await git('add', '.');
  await git('commit', '--quiet', '--message', 'first');
  await writeFile(join(repository, 'file.txt'), 'changed\n');
  await runCometMl('log_rich_run.py', { args: [output], cwd: repository });
  const [archive] = await readdir(output);
  return join(output, archive);
}
