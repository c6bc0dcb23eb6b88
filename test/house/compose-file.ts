/** docker-compose.yml and the example files of its variables, as the tests look at them. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

const words = z.array(z.string());

const serviceSchema = z.looseObject({
  image: z.string(),
  build: z.string().optional(),
  entrypoint: words.default([]),
  command: words.default([]),
  user: z.string().optional(),
  restart: z.string(),
  read_only: z.boolean().optional(),
  cap_drop: words.default([]),
  security_opt: words.default([]),
  profiles: words.default([]),
  ports: words.default([]),
  volumes: words.default([]),
  environment: z.record(z.string(), z.string()).default({}),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
  healthcheck: z.object({ test: words.optional(), disable: z.boolean().optional() }).optional(),
});

export type Service = z.infer<typeof serviceSchema>;

/** Anchors and merge keys resolved, variables as they are written. */
export function readServices(): Record<string, Service> {
  const file = z.object({ services: z.record(z.string(), serviceSchema) });
  return file.parse(parse(readFileSync('docker-compose.yml', 'utf8'), { merge: true })).services;
}

/** Variables of an example file, those that are commented out too. */
export function readExample(path: string): Record<string, string> {
  const lines = readFileSync(path, 'utf8').split('\n');
  return Object.fromEntries(
    lines.flatMap((line) => {
      const [, name, value = ''] = /^#?([A-Z][A-Z0-9_]*)=(.*)$/.exec(line) ?? [];
      return name === undefined ? [] : [[name, value.replace(/^"(.*)"$/, '$1')]];
    }),
  );
}

/** Names of the variables that a text takes. */
export function variablesIn(text: string): string[] {
  return [...new Set([...text.matchAll(/\$\{([A-Z0-9_]+)/g)].map(([, name = '']) => name))].sort();
}

/** Puts in the variables as Docker does for the forms `${A}`, `${A:-default}` and `${A:?message}`, the inner ones first. */
export function interpolate(text: string, env: Record<string, string>): string {
  const replaced = text.replace(
    /\$\{([A-Z0-9_]+)(?::([-?])([^${}]*))?\}/g,
    (_all, name: string, form: string | undefined, rest: string | undefined) =>
      env[name] || (form === '-' ? (rest ?? '') : ''),
  );
  return replaced === text ? text : interpolate(replaced, env);
}
