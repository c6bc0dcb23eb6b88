/** Changes of workflow code that running deals and contacts would not survive; replays of the kept histories have to catch each of them. */
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, type WorkflowBundle } from '@temporalio/worker';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export interface Mutant {
  /** Under src/workflows. */
  file: string;
  /** Text that comes once in the file, and what stands there instead. */
  replace: string;
  by: string;
}

export const mutants: Record<string, Mutant> = {
  'an activity is left out': {
    file: 'deal-commands.ts',
    replace: 'await hubspot.noteOnDeal.executeWithOptions(',
    by: 'void ((..._: unknown[]) => undefined)(',
  },
  'an activity comes twice': {
    file: 'deal-commands.ts',
    replace: 'const written = await',
    by: 'await hubspot.readDeal({ dealId, isNew: false });\n const written = await',
  },
  'a timer is added': {
    file: 'deal.ts',
    replace: 'const view = dealView(',
    by: `void condition(() => false, '1 minute');\n const view = dealView(`,
  },
  'two commands change places': {
    file: 'deal-run.ts',
    replace: 'for (const command of commands) {',
    by: 'for (const command of commands.toReversed()) {',
  },
  'news is relayed twice': {
    file: 'relay.ts',
    replace: 'const relayed = await relay',
    by: 'await relay.relayNews(input);\n const relayed = await relay',
  },
  'search attributes are not written': {
    file: 'record-view.ts',
    replace: 'upsertSearchAttributes(pairs)',
    by: 'void pairs',
  },
  'a run does not continue as new': {
    file: 'deal.ts',
    replace: 'if (shouldContinueAsNew())',
    by: 'if (shouldContinueAsNew() && workflowInfo().historyLength < 0)',
  },
  'what a rule wants is done twice': {
    file: 'deal-effects.ts',
    replace: 'await hubspot.dutyTask.executeWithOptions(',
    by: 'await hubspot.completeTask({ key });\n await hubspot.dutyTask.executeWithOptions(',
  },
  'a report is mailed before it is frozen': {
    file: 'report.ts',
    replace: 'await collectReport.collectForReport',
    by: 'await mailReport.mailReport({ portalId, asOf, version: 0 });\n await collectReport.collectForReport',
  },
  'a contact is not read again': {
    file: 'contact.ts',
    replace: 'const reading = await contacts.readContact',
    by: 'if (state.facts !== undefined) return;\n const reading = await contacts.readContact',
  },
  'a task of a contact is left out': {
    file: 'contact-effects.ts',
    replace: 'await contacts.taskOnContact.executeWithOptions(',
    by: 'void ((..._: unknown[]) => undefined)(',
  },
  'a mail is sent twice': {
    file: 'contact-effects.ts',
    replace: 'const result = await mail',
    by: 'await mail.sendMail(sending);\n const result = await mail',
  },
  'a decision of a contact is recorded before it is made': {
    file: 'contact.ts',
    replace: 'const written = await contacts',
    by: `await journal.recordDecisions({ entity: 'contact', portalId, objectId: contactId, decisions: [] });\n const written = await contacts`,
  },
  'a contact does not continue as new': {
    file: 'contact.ts',
    replace: 'if (shouldContinueAsNew())',
    by: 'if (shouldContinueAsNew() && state.seq < 0)',
  },
  'the quarterly review does not continue as new': {
    file: 'review.ts',
    replace: 'if (isDone) await',
    by: 'if (isDone && state.seq < 0) await',
  },
};

/** Bundles a copy of the workflow code with the change made. @throws when the code has no such place any more */
export async function bundleMutant({ file, replace, by }: Mutant): Promise<WorkflowBundle> {
  const folder = await mkdtemp(join(tmpdir(), 'sop-mutant-'));
  try {
    await cp(join(ROOT, 'src'), join(folder, 'src'), { recursive: true });
    await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
    const path = join(folder, 'src/workflows', file);
    const parts = (await readFile(path, 'utf8')).split(replace);
    if (parts.length !== 2)
      throw new Error(`src/workflows/${file} has no single place "${replace}": choose another one`);
    await writeFile(path, parts.join(by));
    return await bundleWorkflowCode({
      workflowsPath: join(folder, 'src/workflows/index.ts'),
      logger: { log() {}, trace() {}, debug() {}, info() {}, warn: console.warn, error: console.error },
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
