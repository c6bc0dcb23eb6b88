/** One line on stderr that says what is going on and for how long; stdout stays free for a program's own output. */

/**
 * Shows `text` with the seconds passed while `work` runs. Without a terminal it prints one line at the start and one at the end.
 * @template T
 * @param {string} text
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withProgress(text, work) {
  const started = Date.now();
  const seconds = () => `${((Date.now() - started) / 1000).toFixed(1)} s`;
  const live = process.stderr.isTTY;
  const draw = () => process.stderr.write(`\r${text} … ${seconds()}`);
  const ticking = live ? setInterval(draw, 200) : undefined;
  process.stderr.write(live ? `${text} …` : `${text} …\n`);
  let outcome = 'failed';
  try {
    const result = await work();
    outcome = 'done';
    return result;
  } finally {
    clearInterval(ticking);
    process.stderr.write(`${live ? '\r' : ''}${text}: ${outcome} after ${seconds()}\n`);
  }
}
