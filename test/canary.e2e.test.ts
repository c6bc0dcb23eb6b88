import { createServer, request as httpRequest } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { defaultPolicy } from '../src/domain/policy/default.ts';
import { dealWorkflowId } from '../src/workflows/ids.ts';
import { openStateQuery } from '../src/workflows/messages.ts';
import { wordsOf } from './replay/words.ts';
import { startTestStack, waitFor, type TestStack } from './support/stack.ts';
import { runToTickets } from './support/ticket-run.ts';
import { aWholeDeal, valuesFor } from './support/whole-deal.ts';
import { startWorkerProcess, type WorkerProcess } from './support/worker-process.ts';

/** What must stay in HubSpot, in spellings that no code would write by itself. */
const COMPANY = 'Brindlewick Orthopaedics';
const CANARIES = {
  company: 'Brindlewick',
  email: 'zephyrine@tallowmere',
  firstName: 'Zephyrine',
  lastName: 'Quillfeather',
  phone: '5550173424',
  dealName: 'Marrowby',
  noteBody: 'Thistlecombe',
  fileName: 'Agreement.pdf',
  calculator: '_calculator.xlsx',
  freeText: 'Canary ',
  letStand: 'Pennywhistle',
  lostDetails: 'Gossamerton',
};

/** As an error of HubSpot's or of a server before it may quote what it was sent. */
const QUOTED = Object.values(CANARIES).join(' ');

let stack: TestStack;
let quoting: Quoting;
let worker: WorkerProcess;
let gatewayLog = '';
beforeAll(async () => {
  stack = await startTestStack({ worker: false, log: (line) => (gatewayLog += `${line}\n`) });
  quoting = await startQuoting(stack.config.hubspot.baseUrl);
  const { config, temporal } = stack;
  const proxied = { ...config, hubspot: { ...config.hubspot, baseUrl: quoting.url } };
  worker = await startWorkerProcess(proxied, temporal, inject('workflowBundlePath'));
});
afterAll(async () => {
  await worker.kill();
  await quoting.close();
  await stack.close();
});

it('[R-10] no address, name, number, text or secret is in Temporal, in the journal or in a log', async () => {
  const { people, world, client, config, journal } = stack;
  const rep = people.owner('ruth.amado@healthprime.example');
  const manager = people.owner('marcus.odell@healthprime.example');

  const won = await aWholeDeal(people, rep, COMPANY);
  await people.change(rep, 'contacts', won.contactId, {
    email: `${CANARIES.email}.example`,
    firstname: CANARIES.firstName,
    lastname: CANARIES.lastName,
    phone: CANARIES.phone,
  });
  await people.changeDeal(rep, won.id, { dealname: `${CANARIES.dealName} roll-out` });
  await people.writeNote(rep, won.id, `${CANARIES.noteBody}: they rang, and asked for a second demo.`);
  const letStand = await aWholeDeal(people, rep, `${COMPANY} East`);
  const lost = await aWholeDeal(people, rep, `${COMPANY} West`);
  await world.settle();

  // HubSpot refuses once for good, which a person has to look at, and every kind of call fails once and is tried again.
  quoting.refuse((asked) => asked.startsWith(`PATCH /crm/objects/2026-09/deals/${letStand.id}`));
  await people.changeDeal(rep, letStand.id, { dealstage: people.stageId('new_business', 'proposal') });
  await waitFor('the refusal', async () => (await stack.deal(letStand.id)).deal.attention !== undefined);
  await people.changeDeal(manager, letStand.id, { let_stand_reason: `${CANARIES.letStand} agreed.` });
  quoting.failEachOnce();
  await people.changeDeal(rep, lost.id, {
    deal_lost_reason_category: 'timing',
    deal_lost_reason_details: `${CANARIES.lostDetails} said next year.`,
    ...freeTexts(),
  });
  const ourNotes = (await people.seeAssociated(won.id, 'notes')).length;
  expect(ourNotes).toBe(2); // what SQL asks for, and the rep's own
  await runToTickets(stack, rep, [won], 90_000, 1);
  await waitFor('the lost deal to close', async () => (await stack.deal(lost.id)).deal.shown?.stage === 'closed_lost');
  await waitFor('the bypass to stand', async () => (await stack.deal(letStand.id)).deal.settled?.stage === 'proposal');
  await world.settle();

  const temporal: string[] = [];
  for await (const { raw, workflowId } of client.workflow.list()) {
    const handle = client.workflow.getHandle(workflowId);
    temporal.push(...wordsOf(raw), ...wordsOf((await handle.describe()).raw), ...wordsOf(await handle.fetchHistory()));
    temporal.push(...wordsOf(await handle.query('__temporal_workflow_metadata')));
    temporal.push(...wordsOf(await handle.query(openStateQuery)));
  }
  const recorded: string[] = [];
  for (const { id } of [won, letStand, lost]) {
    recorded.push(...wordsOf(await journal.history('deal', config.hubspot.portalId, id)));
  }
  const logs = gatewayLog + worker.log();

  // The search finds what is there: an id, a failure's words, the details in the UI, a decision; and HubSpot has it all.
  const all = [...temporal, ...recorded];
  for (const there of [
    dealWorkflowId(config.hubspot.portalId, won.id),
    'the request limit is used up',
    'HubSpot refuses the request',
    'New Business',
    'letStand',
  ]) {
    expect([there, all.some((word) => word.includes(there))]).toEqual([there, true]);
  }
  expect(logs).toContain('Temporal:');
  const [ticketId = ''] = await people.seeAssociated(won.id, 'tickets');
  const { content } = await people.see('tickets', ticketId, ['content']);
  for (const name of ['company', 'email', 'firstName', 'lastName', 'phone', 'fileName', 'freeText'] as const) {
    expect(content).toContain(CANARIES[name]);
  }

  const secrets = {
    token: config.hubspot.accessToken,
    secret: config.hubspot.clientSecrets[0] ?? '',
    link: config.linkSecrets[0] ?? '',
  };
  for (const [what, canary] of Object.entries({ ...CANARIES, ...secrets })) {
    const found = [...all, logs].filter((word) => word.includes(canary)).map((word) => word.slice(0, 200));
    expect({ what, found }).toEqual({ what, found: [] });
  }
}, 150_000);

/** Something in each text property of a deal. */
function freeTexts(): Record<string, string> {
  const rows = defaultPolicy.properties.filter(
    ({ object, type, name }) =>
      object === 'deal' &&
      (type === 'text' || type === 'longText') &&
      !name.startsWith('sop_') &&
      !/lost|let_stand/.test(name),
  );
  return { ...valuesFor('proposal', 'deal'), ...Object.fromEntries(rows.map(({ name }) => [name, `Canary ${name}`])) };
}

interface Quoting {
  url: string;
  /** The next call that fits is answered 400 with everything quoted. */
  refuse(which: (asked: string) => boolean): void;
  /** From now on the first call of each kind is answered 429 with everything quoted. */
  failEachOnce(): void;
  close(): Promise<void>;
}

/** Stands before HubSpot and answers some calls itself, quoting what must not get out. */
async function startQuoting(target: string): Promise<Quoting> {
  let refused: ((asked: string) => boolean) | undefined;
  let failed: Set<string> | undefined;
  const body = JSON.stringify({
    status: 'error',
    message: QUOTED,
    correlationId: `${CANARIES.email}.example`,
    category: QUOTED,
    policyName: QUOTED,
    errors: [{ message: QUOTED, code: QUOTED, context: { propertyName: [QUOTED], value: [QUOTED] } }],
    context: { ids: [QUOTED] },
  });
  const server = createServer((asked, answer) => {
    void (async () => {
      const { method = 'GET', url = '/', headers } = asked;
      const sent = await text(asked);
      const kind = `${method} ${url.split('?')[0]?.replaceAll(/\d+/g, '0')}`;
      const status = refused?.(`${method} ${url}`) === true ? 400 : failed?.has(kind) === false ? 429 : undefined;
      if (status === 400) refused = undefined;
      if (status === 429) failed?.add(kind);
      if (status !== undefined)
        return answer.writeHead(status, { 'content-type': 'application/json', 'retry-after': '1' }).end(body);
      const passed = httpRequest(new URL(url, target), { method, headers }, (given) => {
        answer.writeHead(given.statusCode ?? 502, given.headers);
        given.pipe(answer);
      });
      passed.on('error', () => answer.destroy());
      return passed.end(sent);
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('It listens on a port.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    refuse: (which) => (refused = which),
    failEachOnce: () => (failed = new Set()),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
