/** A process of its own that has the journal open and writes as told. Run by {@link otherProcess}. */
import { createInterface } from 'node:readline';
import { openJournal } from '../../../src/journal/journal.ts';
import { aDecision, PORTAL } from './decisions.ts';

const [, , dataDir, objectId = ''] = process.argv;
const journal = await openJournal({ dataDir });
process.stdout.write('open\n');
let seq = 0;
for await (const line of createInterface({ input: process.stdin })) {
  for (const last = seq + Number(line); seq < last;)
    await journal.record('deal', PORTAL, objectId, [aDecision({ seq: ++seq })]);
  process.stdout.write(`written ${seq}\n`);
}
await journal.close();
