import { defineConfig } from 'vitest/config';
import { LastLine } from './test/support/last-line.ts';

export default defineConfig({
  test: {
    pool: 'forks',
    // A third of the time goes by in waiting for servers: two files at once keep two cores busy.
    maxWorkers: 2,
    reporters: ['default', new LastLine()],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.unit.test.ts'],
          setupFiles: ['test/support/seed.ts'],
          // Property tests share their core with another file and its servers.
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/**/*.e2e.test.ts'],
          setupFiles: ['test/support/seed.ts'],
          globalSetup: ['test/support/temporal-server.ts'],
          testTimeout: 60_000,
          // Starting a whole stack takes some seconds, and a minute where the machine has much else to do.
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
