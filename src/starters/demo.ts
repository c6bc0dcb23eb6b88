/** `npm run demo`: the whole system, and a story told with it. `-- --exit`: check the outcome, stop everything, end with 0 or 1. */
import { parseArgs } from 'node:util';
import { createLogger } from '../log.ts';
import { formerClients } from './demo/clients.ts';
import { checkOutcome, outcomeTables } from './demo/outcome.ts';
import { reportOfTheQuarter } from './demo/report.ts';
import { playStory } from './demo/story.ts';
import { forgetStack, rememberStack } from './running-stack.ts';
import { startStack } from './stack.ts';
import { giveUp, untilStopped } from './until-stopped.ts';

const { values: options } = parseArgs({ options: { exit: { type: 'boolean', default: false } } });
if (process.env['HUBSPOT_BASE_URL']) {
  console.error(
    'The demo makes people work in a HubSpot sandbox, never in a portal of yours. Unset HUBSPOT_BASE_URL, or use npm run dev.',
  );
  process.exit(1);
}

if (process.env['SOP_POLICY'])
  console.error("The story is the default policy's; SOP_POLICY is left aside. For another: npm run dev.");

if (process.env['SMTP_URL'])
  console.error(
    'The people of the story read their mail in the built-in inbox; SMTP_URL is left aside. With yours: npm run dev.',
  );

const started = Date.now();
let isTold = false;
const stopped = untilStopped();
const stack = await startStack({
  env: { ...process.env, SOP_POLICY: 'default', SMTP_URL: '' },
  log: createLogger(),
  onProgress: (words) => console.error(`… starting: ${words}`),
  // A dozen reports would hide the mails of the story.
  weeklyReport: () => isTold,
}).catch(giveUp);
let failed = false;
try {
  await rememberStack(stack);
  const say = (line: string) => console.log(line);
  say(`\nEverything runs (${seconds(started)}). The story:\n`);
  const clients = await formerClients(stack);
  const told = await playStory(stack, say);
  say(`\n${await outcomeTables(stack, told)}\n`);
  const problems = await checkOutcome(stack, told);
  for (const problem of problems) say(`✗ ${problem}`);
  failed = problems.length > 0;
  say(
    failed
      ? 'The story did not end as it should.'
      : `✓ Every deal and every contact ended as it should, nothing happened twice (${seconds(started)}).`,
  );
  const pageUrl = await reportOfTheQuarter(stack, clients, say);
  isTold = true;
  const { urls } = stack;
  say(`
HubSpot sandbox   ${urls.sandbox}/
Temporal UI       ${urls.temporalUi}
Mail inbox        ${urls.inbox}
Gateway           ${urls.gateway}
Growth report     ${pageUrl}`);
  if (!options.exit) {
    say('\nAll of it stays up. Ask, in a second terminal in this folder:');
    say(`  npm run sop -- why deal ${told.deals[0]?.id ?? '<id>'}`);
    say(`  npm run sop -- why contact ${told.contacts[0]?.id ?? '<id>'}`);
    say('  npm run sop -- report');
    say('  npm run sop -- explain all');
    say('  npm run sop -- advance 3 months');
    say('Stop with Ctrl-C.');
    await stopped;
  }
} catch (error) {
  failed = true;
  console.error(error instanceof Error ? error.message : error);
} finally {
  await forgetStack();
  await stack.close();
}
process.exit(failed ? 1 : 0);

function seconds(since: number): string {
  return `${((Date.now() - since) / 1000).toFixed(1)} s`;
}
