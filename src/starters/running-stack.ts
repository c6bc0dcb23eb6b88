/** Where the command-line tool finds a running development stack: a file with the variables it would need, gone when the stack stops. */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Stack } from './stack.ts';

const FILE = '.dev/stack.json';

const fileSchema = z.object({ pid: z.number(), env: z.record(z.string(), z.string()) });

/**
 * Readable by this user only: the sandbox's credentials are worthless, but a brought portal's are not.
 * @returns false when another stack already runs in this folder: then the tool goes on talking to that one
 */
export async function rememberStack({ config, temporal }: Stack): Promise<boolean> {
  const other = await readStackFile();
  if (other !== undefined && other.pid !== process.pid && isAlive(other.pid)) return false;
  const { hubspot } = config;
  const env = {
    HUBSPOT_BASE_URL: hubspot.baseUrl,
    HUBSPOT_ACCESS_TOKEN: hubspot.accessToken,
    HUBSPOT_CLIENT_SECRET: hubspot.clientSecrets.join(','),
    HUBSPOT_APP_ID: hubspot.appId,
    HUBSPOT_PORTAL_ID: hubspot.portalId,
    SMTP_URL: config.smtpUrl,
    DATABASE_URL: config.databaseUrl ?? '',
    PUBLIC_URL: config.publicUrl,
    PORT: String(config.port),
    LINK_SECRET: config.linkSecrets.join(','),
    SOP_POLICY: config.policy,
    TEMPORAL_ADDRESS: temporal.address,
    TEMPORAL_NAMESPACE: temporal.namespace,
    TEMPORAL_UI_URL: temporal.uiUrl,
  };
  await mkdir('.dev', { recursive: true });
  await writeFile(FILE, JSON.stringify({ pid: process.pid, env }), { mode: 0o600 });
  return true;
}

/** Removes the file, unless a stack started later has written its own over it. */
export async function forgetStack(): Promise<void> {
  const file = await readStackFile();
  if (file?.pid === process.pid) await rm(FILE, { force: true });
}

/** The variables of the running stack; empty when none runs in this directory. */
export async function runningStackEnv(): Promise<Record<string, string>> {
  const file = await readStackFile();
  return file !== undefined && isAlive(file.pid) ? file.env : {};
}

async function readStackFile(): Promise<z.infer<typeof fileSchema> | undefined> {
  try {
    return fileSchema.parse(JSON.parse(await readFile(FILE, 'utf8')));
  } catch {
    return undefined; // none, or a half-written one of a stack that was killed
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
