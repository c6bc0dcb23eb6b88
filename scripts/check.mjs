/**
 * The static checks. `npm run check` runs all of them, whatever fails, and says how to fix it; `node scripts/check.mjs lint`
 * runs one (the tests do); `--fix` repairs what a machine can.
 */
import { spawnSync } from 'node:child_process';

const tool = (/** @type {string} */ path, /** @type {string[]} */ ...args) => [`node_modules/${path}`, ...args];

const checks = {
  types: {
    what: 'TypeScript compiles',
    commands: [
      tool('typescript/bin/tsc', '--noEmit', '-p', '.'),
      tool('typescript/bin/tsc', '--noEmit', '-p', 'scripts'),
      tool('typescript/bin/tsc', '--noEmit', '-p', 'src/sandbox/page/client'),
    ],
    fix: 'Correct the types at the places named above.',
  },
  lint: {
    what: 'oxlint finds nothing (who may import whom is held here too)',
    commands: [tool('oxlint/bin/oxlint', '--type-aware', '--deny-warnings')],
    fix: '`npm run fix` repairs a part; each message says why the rest is not wanted.',
  },
  format: {
    what: 'oxfmt would change nothing',
    commands: [tool('oxfmt/bin/oxfmt', '--check')],
    fix: '`npm run fix`.',
  },
  unused: {
    what: 'knip finds no unused file, export or package',
    commands: [tool('knip/bin/knip.js', '--no-progress')],
    fix: 'Remove what nobody uses, or drop the word `export`.',
  },
  requirements: {
    what: 'docs/requirements.md claims what the tests show',
    commands: [['--import', 'tsx', 'src/starters/coverage.ts', '--quiet']],
    fix: 'Write the missing test, or correct the state in docs/requirements.md.',
  },
};

const fixes = [tool('oxlint/bin/oxlint', '--type-aware', '--fix'), tool('oxfmt/bin/oxfmt')];

/** @param {string[]} args Node's. @returns What it printed, and whether it went well. */
function node(args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 64 << 20 });
  return { ok: status === 0, output: `${stdout}${stderr}` };
}

const wanted = process.argv.slice(2);
if (wanted.includes('--fix')) {
  for (const args of fixes) process.stdout.write(node(args).output);
} else {
  for (const [name, { what, commands, fix }] of Object.entries(checks)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    const failed = commands.map(node).filter(({ ok }) => !ok);
    process.stdout.write(`${failed.length === 0 ? 'ok    ' : 'FAILED'} ${name}: ${what}\n`);
    if (failed.length === 0) continue;
    process.exitCode = 1;
    process.stdout.write(`${failed.map(({ output }) => output).join('\n')}\nHow to fix: ${fix}\n\n`);
  }
}
