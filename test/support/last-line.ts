/** Ends every test run with one line that people and scripts can rely on: `N passed, N failed, N skipped`. */
import type { Reporter, TestCase, TestModule } from 'vitest/node';
import { SEED } from './seed.ts';

export class LastLine implements Reporter {
  #modules: readonly TestModule[] = [];

  onInit(): void {
    // Not at the end of the run: reports of failures, and failures to clean up, may still be printed after that.
    process.once('exit', (code) => console.log(this.#line(code)));
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    this.#modules = modules;
  }

  #line(exitCode: number): string {
    const tests = this.#modules.flatMap((module) => [...module.children.allTests()]);
    const count = (state: ReturnType<TestCase['result']>['state']) =>
      tests.filter((test) => test.result().state === state).length;
    // A file that cannot be loaded has no failed test, nor has a crash outside of tests: failures all the same.
    const broken = this.#modules.filter((module) => module.errors().length > 0).length;
    const failed = count('failed') + broken || (exitCode === 0 ? 0 : 1);
    const skipped = count('skipped') + count('pending');
    return `Property tests ran with seed ${SEED}.\n${count('passed')} passed, ${failed} failed, ${skipped} skipped`;
  }
}
