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

/** @throws ConfigError that names each variable to set, or to start a stack first */
export async function commandContext(): Promise<CommandContext> {
  const env = { ...(await runningStackEnv()), ...process.env };
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
  const env = { ...(await runningStackEnv()), ...process.env };
  return loadPolicy(env['SOP_POLICY'] || 'default');
}
