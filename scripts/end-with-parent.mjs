/**
 * Preloaded (`node --import`) into what run.mjs starts: if the process that started this one dies without a word (kill -9), end
 * as if asked to. The variable says whose business it is, because children inherit the environment.
 */
import { isMainThread } from 'node:worker_threads';

const parent = Number(process.env['SOP_ENDS_WITH']);

if (isMainThread && process.ppid === parent) {
  setInterval(() => {
    if (process.ppid !== parent) process.kill(process.pid, 'SIGTERM');
  }, 500).unref();
}
