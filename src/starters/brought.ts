/** Parts of the development stack that give way to what somebody brings by a variable (design, "Fixed surface"). */
import { temporalConnection } from '../config.ts';
import { startInbox } from '../inbox/inbox.ts';
import { serveEmbedded } from '../journal/embedded.ts';
import type { TemporalPlace } from './parts.ts';
import { startTemporalServer } from './temporal-server.ts';

export type Environment = Record<string, string | undefined>;
type Closeable = { close(): Promise<unknown> };

/** A started part, and how to stop it; what was brought is not ours to stop. */
export interface Brought<Part> {
  part: Part;
  stop: () => Promise<unknown>;
}

const notOurs = async (): Promise<void> => {};

export async function temporalPart(
  env: Environment,
): Promise<Brought<TemporalPlace & { address: string; uiUrl: string }>> {
  if (env['TEMPORAL_ADDRESS']) {
    const { connectionOptions, namespace } = temporalConnection(env);
    return { part: { connectionOptions, namespace, address: env['TEMPORAL_ADDRESS'], uiUrl: '' }, stop: notOurs };
  }
  const cli = env['TEMPORAL_CLI'];
  if (!cli) throw new Error('TEMPORAL_CLI is not set: start this through npm run, which gets the Temporal CLI.');
  const server = await startTemporalServer({ cli, ui: true, log: (line) => console.error(line) });
  const { address, namespace, uiUrl = '' } = server;
  return { part: { connectionOptions: { address }, namespace, address, uiUrl }, stop: () => server.stop() };
}

/** The URL of the database. The embedded one lives in memory: every stack starts with an empty world. */
export async function databasePart(env: Environment): Promise<Brought<string>> {
  if (env['DATABASE_URL']) return { part: env['DATABASE_URL'], stop: notOurs };
  const database = await serveEmbedded();
  return { part: database.url, stop: closing(database) };
}

export async function mailPart(env: Environment): Promise<Brought<{ smtpUrl: string; url: string }>> {
  if (env['SMTP_URL']) return { part: { smtpUrl: env['SMTP_URL'], url: '' }, stop: notOurs };
  const inbox = await startInbox({ smtpPort: 1025, webPort: 8025 });
  return { part: { smtpUrl: inbox.smtpUrl, url: inbox.url }, stop: closing(inbox) };
}

const closing = (part: Closeable) => () => part.close();
