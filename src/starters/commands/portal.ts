/** `portal plan|apply|files`: what a HubSpot portal lacks of the policy, adding it, and the app that it needs (D-01). */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Command } from 'commander';
import { WEBHOOK_PATH } from '../../gateway/webhooks.ts';
import { appFiles } from '../../hubspot/app-files.ts';
import { portalWarnings } from '../../hubspot/portal-warnings.ts';
import { applyPortal, planPortal, type PortalChange, type PortalPart } from '../../hubspot/setup.ts';
import { type CommandContext, commandContext, commandPolicy, commandPublicUrl } from './context.ts';

const PART_TITLES: Record<PortalPart, string> = {
  group: 'Property groups',
  property: 'Properties',
  option: 'Options',
  key: 'Keys',
  pipeline: 'Pipelines',
  stage: 'Stages',
};

/** What no program can read of a portal. */
const BY_HAND = `Look by hand (docs/set-up-hubspot.md says where): the target URL of the app's webhooks is this gateway's; lifecycle
stages are not synced from companies and deals to contacts; no workflow of HubSpot's writes deal stages or lifecycle stages; no
property is required that the engine does not fill in.`;

export const portalCommand = new Command('portal')
  .description('compare a HubSpot portal with the policy and set it up')
  .addCommand(
    new Command('plan')
      .description('show the differences and what fights the SOP; change nothing')
      .action(async () => plan(await commandContext())),
  )
  .addCommand(
    new Command('apply')
      .description('add what is missing; safe to run again; deletes nothing')
      .action(async () => apply(await commandContext())),
  )
  .addCommand(
    new Command('files')
      .description("write the project app for HubSpot's CLI (hs project upload)")
      .option('--target <url>', `where HubSpot sends webhooks; default: PUBLIC_URL${WEBHOOK_PATH}`)
      .option('--out <folder>', 'where to write', 'hubspot-app')
      .action(async (options: { target?: string; out: string }) => writeFiles(options)),
  );

async function plan({ hubspot, policy, config }: CommandContext): Promise<void> {
  const changes = await planPortal(hubspot, policy);
  const warnings = await portalWarnings(hubspot, policy, config.hubspot);
  for (const [part, title] of Object.entries(PART_TITLES)) {
    list(
      title,
      changes.filter((change) => change.part === part && change.kind !== 'problem').map(({ words }) => words),
    );
  }
  list('For a person to solve', problemsOf(changes));
  list('Warnings', warnings);
  if (changes.length + warnings.length > 0) console.log(`${BY_HAND}\n`);
  if (changes.length === 0) console.log('The portal is ready.');
  else if (changes.some(({ kind }) => kind !== 'problem')) console.log('Next: npm run sop -- portal apply');
}

async function apply({ hubspot, policy, config }: CommandContext): Promise<void> {
  const changes = await applyPortal(hubspot, policy, ({ kind, words }) => {
    if (kind !== 'problem') console.log(words);
  });
  const problems = problemsOf(changes);
  list('For a person to solve', problems);
  list('Warnings', await portalWarnings(hubspot, policy, config.hubspot));
  if (problems.length > 0) throw new Error(`${problems.length} of these a person must solve; then run it again.`);
  console.log(changes.length === 0 ? 'The portal was ready already.' : `Done. The portal is ready.\n\n${BY_HAND}`);
}

function problemsOf(changes: PortalChange[]): string[] {
  return changes.filter(({ kind }) => kind === 'problem').map(({ words }) => words);
}

function list(title: string, lines: string[]): void {
  if (lines.length > 0) console.log(`${title}\n${lines.map((line) => `  ${line}`).join('\n')}\n`);
}

/** Needs neither a token nor a stack: without the app there is none. */
async function writeFiles({ target, out }: { target?: string; out: string }): Promise<void> {
  const publicUrl = await commandPublicUrl();
  const targetUrl = target ?? (publicUrl === undefined ? undefined : publicUrl + WEBHOOK_PATH);
  if (targetUrl === undefined) throw new Error('Set PUBLIC_URL, or say where HubSpot sends webhooks with --target.');
  checkTarget(targetUrl);
  for (const [name, text] of Object.entries(appFiles(await commandPolicy(), targetUrl))) {
    const path = join(out, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
    console.log(`wrote ${path}`);
  }
  console.log(`\nWebhooks will go to ${targetUrl}. Next, in ${out}: hs project upload`);
}

/** HubSpot would take a wrong address, and then nothing arrives or every signature is wrong (reference: HubSpot §3). */
function checkTarget(targetUrl: string): void {
  const url = URL.canParse(targetUrl) ? new URL(targetUrl) : undefined;
  if (url?.protocol !== 'https:' || !url.pathname.endsWith(WEBHOOK_PATH) || url.search + url.hash !== '') {
    throw new Error(`The target must be https://…${WEBHOOK_PATH}, reachable for HubSpot, without query: ${targetUrl}`);
  }
}
