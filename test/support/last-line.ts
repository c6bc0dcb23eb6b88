/** Ends every test run with one line that people and scripts can rely on: `N passed, N failed, N skipped`. */
import type { Reporter, TestCase, TestModule } from 'vitest/node';
import { SEED } from './seed.ts';

export class LastLine implements Reporter {
  /** @param errors What went wrong outside of tests, a crash of a worker for example. */
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const count = (state: ReturnType<TestCase['result']>['state']) =>
      tests.filter((test) => test.result().state === state).length;
    // A file that cannot be loaded has no failed test, and is a failure all the same.
    const broken = modules.filter((module) => module.errors().length > 0).length + errors.length;
    const failed = count('failed') + broken;
    const skipped = count('skipped') + count('pending');
    console.log(
      `Property tests ran with seed ${SEED}.\n${count('passed')} passed, ${failed} failed, ${skipped} skipped`,
    );
  }
}
