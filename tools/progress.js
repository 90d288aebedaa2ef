import { SetupError } from './run.js';

const heartbeat = 15_000;

/**
 * Runs `steps` (`{ name, run(report) }`) one after another, each announced as "[2/6] name: …".
 * `report(text)` says what the step is at; a step that found nothing to do reports nothing and is not shown.
 */
export async function runSteps(steps) {
  for (const [index, step] of steps.entries()) {
    const label = `[${index + 1}/${steps.length}] ${step.name}`;
    const progress = startProgress(label);
    try {
      await step.run(progress.report);
    } catch (error) {
      progress.end();
      if (error instanceof SetupError) error.message = `${label}: ${error.message}`;
      throw error;
    }
    progress.end();
  }
}

function startProgress(label) {
  const started = Date.now();
  const seconds = () => `${Math.round((Date.now() - started) / 1000)} s`;
  let current;
  const show = () => console.log(`${label}: ${current} … ${seconds()}`);
  const timer = setInterval(() => current && show(), heartbeat);
  return {
    report(text) {
      current = text;
      show();
    },
    end() {
      clearInterval(timer);
    },
  };
}

/** Runs a tool's main function; a failure is printed with its advice, without a stack, and exits with status 1. */
export async function main(body) {
  try {
    await body();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.error(`\n${error.message}`);
    if (error.advice) console.error(`\n${error.advice}`);
    process.exitCode = 1;
  }
}
