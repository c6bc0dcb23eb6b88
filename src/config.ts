/** Configuration: the only place that reads the environment. */
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { z } from 'zod';

const DEFAULT_PORT = 3000;

/** What the development stack signs links with; production refuses it. */
export const DEVELOPMENT_LINK_SECRET = 'for development only and known to everybody';

/** Below the 100 calls in 10 s of HubSpot's smallest plan, because the limit is kept on average only. */
const DEFAULT_CALLS_PER_10_SECONDS = 80;
/** A reading of a deal makes up to seven calls, and has to end within its activity's time-out. */
const MIN_CALLS_PER_10_SECONDS = 10;

const wholeNumber = (from: number, to: number) => {
  const what = `use a whole number from ${from} to ${to}`;
  return z
    .string()
    .regex(/^\d+$/, what)
    .transform(Number)
    .refine((number) => number >= from && number <= to, what);
};

/** Of a secret that is being rotated there are two: the new one first, which is used, then the one it replaces. */
const secrets = (absent: string, minLength: number, tooShort: string) =>
  z
    .string(absent)
    .transform((list) => list.split(',').map((secret) => secret.trim()))
    .refine(({ length }) => length <= 2, 'give at most two secrets: the new one and the one it replaces')
    .refine((list) => list.every(({ length }) => length >= minLength), tooShort);

const hubspotId = (what: string) => z.string(what).regex(/^[1-9]\d{0,15}$/, what);

const webUrl = (what: string) =>
  z
    .url({ protocol: /^https?$/, error: what })
    .refine((url) => !/[?#]/.test(url), what)
    .transform((url) => url.replace(/\/+$/, ''));

/**
 * Every variable of ours. Each message says what to do, and none repeats the value: half of them are secrets.
 * Temporal's own variables (`TEMPORAL_*`) are read by {@link temporalConnection}.
 */
export const environmentSchema = z.object({
  HUBSPOT_BASE_URL: webUrl('use an http(s) address without query, e.g. https://api.hubapi.com').default(
    'https://api.hubapi.com',
  ),
  HUBSPOT_ACCESS_TOKEN: z.string('set it to the access token of your HubSpot app (app settings, Auth)'),
  HUBSPOT_CLIENT_SECRET: secrets(
    'set it to the client secret of your HubSpot app (app settings, Auth)',
    16,
    'each secret needs at least 16 characters',
  ),
  HUBSPOT_APP_ID: hubspotId('set it to the number of your HubSpot app; it tells our own changes from others'),
  HUBSPOT_PORTAL_ID: hubspotId('set it to the number of the HubSpot account (Hub ID)'),
  HUBSPOT_CALLS_PER_10_SECONDS: wholeNumber(MIN_CALLS_PER_10_SECONDS, 10_000).default(DEFAULT_CALLS_PER_10_SECONDS),
  SMTP_URL: z.url({
    protocol: /^smtps?$/,
    error: 'set it to the mail server, e.g. smtps://user:password@mail.example.com',
  }),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/, error: 'use postgres://user:password@host:5432/name, or leave it out' })
    .optional(),
  PUBLIC_URL: webUrl('use the http(s) address under which HubSpot reaches the gateway, without query').optional(),
  PORT: wholeNumber(1, 65_535).default(DEFAULT_PORT),
  LINK_SECRET: secrets(
    'set it to at least 32 random characters, e.g. from: openssl rand -base64 48',
    32,
    'use at least 32 random characters, e.g. from: openssl rand -base64 48',
  ),
  SOP_POLICY: z.string().default('default'),
  TEMPORAL_UI_URL: webUrl('use the http(s) address of the Temporal UI, without query').optional(),
});

export interface Config {
  hubspot: {
    baseUrl: string;
    accessToken: string;
    /** Two while a secret is being rotated; a webhook signed with either is accepted. */
    clientSecrets: string[];
    appId: string;
    portalId: string;
    /** Over all workers; HubSpot's own limit depends on the plan (reference `hubspot.md` §5). */
    callsPerTenSeconds: number;
    /** Of one call, in milliseconds; absent: the port's own. No variable sets it. */
    timeoutMs?: number;
  };
  smtpUrl: string;
  /** Absent: the embedded database. */
  databaseUrl: string | undefined;
  /** Without trailing slash. Webhook signatures are checked against it, and links in mails start with it. */
  publicUrl: string;
  port: number;
  /** Sign the links in mails. Two while a secret is being rotated: the first one signs, either is accepted. */
  linkSecrets: string[];
  policy: string;
  /** Without trailing slash. Absent: reports name no workflows. */
  temporalUiUrl?: string;
}

/** Names each variable that is missing or wrong, and what to do about it; never a value. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}

type Environment = Record<string, string | undefined>;

/**
 * Reads the configuration of gateway and worker. An empty variable counts as absent, as `.env` files have it.
 * @throws ConfigError that lists every problem at once
 */
export function loadConfig(env: Environment = process.env): Config {
  const parsed = environmentSchema.safeParse(withoutEmpty(env));
  if (!parsed.success) {
    const lines = parsed.error.issues.map(({ path, message }) => `  ${path.join('.')}: ${message}`);
    throw new ConfigError(`The configuration is not complete (see .env.example):\n${lines.join('\n')}`);
  }
  const vars = parsed.data;
  return {
    hubspot: {
      baseUrl: vars.HUBSPOT_BASE_URL,
      accessToken: vars.HUBSPOT_ACCESS_TOKEN,
      clientSecrets: vars.HUBSPOT_CLIENT_SECRET,
      appId: vars.HUBSPOT_APP_ID,
      portalId: vars.HUBSPOT_PORTAL_ID,
      callsPerTenSeconds: vars.HUBSPOT_CALLS_PER_10_SECONDS,
    },
    smtpUrl: vars.SMTP_URL,
    databaseUrl: vars.DATABASE_URL,
    publicUrl: vars.PUBLIC_URL ?? `http://127.0.0.1:${vars.PORT}`,
    port: vars.PORT,
    linkSecrets: vars.LINK_SECRET,
    policy: vars.SOP_POLICY,
    ...(vars.TEMPORAL_UI_URL === undefined ? {} : { temporalUiUrl: vars.TEMPORAL_UI_URL }),
  };
}

/**
 * How to reach Temporal: `TEMPORAL_ADDRESS`, `TEMPORAL_NAMESPACE`, `TEMPORAL_API_KEY`, `TEMPORAL_TLS…`, or a profile of
 * Temporal's configuration file. Temporal's own loader, so that the same settings work for its CLI (reference
 * `temporal.md` §2.2).
 */
export function temporalConnection(env: Environment = process.env) {
  const { connectionOptions, namespace } = loadClientConnectConfig({ overrideEnvVars: withoutEmpty(env) });
  return { connectionOptions, namespace: namespace ?? 'default' };
}

function withoutEmpty(env: Environment): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined || value.trim() === '' ? [] : [[name, value]])),
  );
}
