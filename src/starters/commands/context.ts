/** What a command works with: the variables that are set, and for the rest those of the stack running in this directory. */
import { type Config, loadConfig, temporalConnection } from '../../config.ts';
import type { Policy } from '../../domain/policy/types.ts';
import { createHubSpot, type HubSpot } from '../../hubspot/client.ts';
import { loadPolicy } from '../../policy-file.ts';
import type { TemporalPlace } from '../parts.ts';
import { runningStackEnv } from '../running-stack.ts';

export interface CommandContext {
  config: Config;
  policy: Policy;
  temporal: TemporalPlace;
  hubspot: HubSpot;
}

/** @throws ConfigError that names each variable to set; where no portal is known at all, an Error that says how to start a stack */
export async function commandContext(): Promise<CommandContext> {
  const env = await environment();
  if (!env['HUBSPOT_ACCESS_TOKEN'])
    throw new Error('No stack runs in this folder: start one with npm run dev, or set the variables of .env.example.');
  const config = loadConfig(env);
  return {
    config,
    policy: loadPolicy(config.policy),
    temporal: temporalConnection(env),
    hubspot: createHubSpot(config.hubspot),
  };
}

/** The policy alone: no portal and no stack are needed to read the rules. */
export async function commandPolicy(): Promise<Policy> {
  return loadPolicy((await environment())['SOP_POLICY'] || 'default');
}

/** Address under which HubSpot reaches the gateway, without trailing slash; undefined where it is not set. */
export async function commandPublicUrl(): Promise<string | undefined> {
  return (await environment())['PUBLIC_URL']?.replace(/\/+$/, '');
}

/** An empty variable counts as absent, as `.env` files have it: it hides none of the stack's. */
async function environment(): Promise<Record<string, string | undefined>> {
  const set = Object.entries(process.env).filter(([, value]) => value !== undefined && value.trim() !== '');
  return { ...(await runningStackEnv()), ...Object.fromEntries(set) };
}
