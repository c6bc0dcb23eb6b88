/** One process that makes reports and nothing else, so that its memory is that of a report. Arguments: database, portal, instant. */
import { openRegisters } from '../../journal/registers.ts';
import { openReportReader } from '../../journal/report-rows.ts';
import { growthReport } from '../../reports/growth.ts';
import { loadPolicy } from '../../policy-file.ts';

/** The first report also connects and compiles. */
const ROUNDS = 3;

const [databaseUrl = '', portalId = '', until = ''] = process.argv.slice(2);
const place = { databaseUrl };
const [reader, registers, policy] = [openReportReader(place), openRegisters(place), loadPolicy('default')];
const seconds: number[] = [];
let body = '';
for (let round = 1; round <= ROUNDS; round++) {
  const startedAt = performance.now();
  body = JSON.stringify(await growthReport({ reader, registers, policy, portalId }, Date.parse(until)));
  seconds.push((performance.now() - startedAt) / 1_000);
}
// Kilobytes, whatever the system.
process.send?.({ seconds, peakMb: process.resourceUsage().maxRSS / 1_024, bodyKb: body.length / 1_024 });
await Promise.all([reader.close(), registers.close()]);
process.disconnect?.();
