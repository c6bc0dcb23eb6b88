/** `npm run dev`: the whole system until Ctrl-C. One line of JSON on stdout when it is ready; what people read goes to stderr. */
import { createLogger } from '../log.ts';
import { forgetStack, rememberStack } from './running-stack.ts';
import { startStack } from './stack.ts';
import { giveUp, untilStopped } from './until-stopped.ts';

const stack = await startStack({
  env: process.env,
  log: createLogger(),
  onProgress: (words) => console.error(`… ${words}`),
}).catch(giveUp);
const isFirst = await rememberStack(stack);
const { urls, temporal } = stack;
console.log(
  JSON.stringify({ ready: true, urls, temporal: { address: temporal.address, namespace: temporal.namespace } }),
);
console.error(`
HubSpot sandbox  ${urls.sandbox}
Temporal UI      ${urls.temporalUi}
Mail inbox       ${urls.inbox}
Gateway          ${urls.gateway}

Ask beside it: npm run sop -- --help. Move the clock: npm run sop -- advance 91d. Stop with Ctrl-C.`);
if (!isFirst) console.error('\nAnother stack runs in this folder: npm run sop talks to that one.');
await untilStopped();
await forgetStack();
await stack.close();
