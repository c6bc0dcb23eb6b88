/** The Dockerfile without Docker: its steps are carried out in a folder that holds what it copies, and the result is started. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rename, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { environmentSchema } from '../../src/config.ts';
import { freePort } from '../../src/starters/ports.ts';
import { readExample } from './compose-file.ts';
import { start, until } from './processes.ts';

/** Lines that a backslash continues are one; comments are gone. */
const steps = readFileSync('Dockerfile', 'utf8')
  .replace(/^#.*\n/gm, '')
  .replace(/\\\n\s*/g, '')
  .split('\n');
const stage = (name: string) => {
  const from = steps.findIndex((step) => step.endsWith(` AS ${name}`));
  return steps.slice(
    from,
    steps.findIndex((step, at) => at > from && step.startsWith('FROM ')),
  );
};
const last = steps.slice(steps.findLastIndex((step) => step.startsWith('FROM ')));
/** The rest of each step that starts with these words. */
const all = (words: string, among = steps) =>
  among.filter((step) => step.startsWith(`${words} `)).map((step) => step.slice(words.length + 1));
/** Arguments in JSON's form, which no shell touches. */
const argumentsOf = (words: string, among = last): string[] => JSON.parse(all(words, among)[0] ?? '[]') as string[];

const copiedByBuild = all('COPY', stage('build')).flatMap((step) => step.split(' ').slice(0, -1));

describe('the Dockerfile', () => {
  test('copies from the repository what is there and what .dockerignore lets through', () => {
    const allowed = readFileSync('.dockerignore', 'utf8').match(/(?<=^!).+$/gm);
    const copied = all('COPY')
      .filter((step) => !step.startsWith('--from='))
      .flatMap((step) => step.split(' ').slice(0, -1));
    expect([...new Set(copied)].sort()).toEqual([...(allowed ?? [])].sort());
    for (const path of copied) expect(path).toSatisfy(existsSync);
  });

  test('builds by the commands of `npm run build`', () => {
    const runner = readFileSync('scripts/run.mjs', 'utf8');
    const [, commands = ''] = /build: \{\s*commands: (\[\[.*\]\]),/.exec(runner) ?? [];
    const wanted = JSON.parse(commands.replaceAll("'", '"')) as string[][];
    expect(all('RUN', stage('build')).at(-1)).toBe(wanted.map((args) => `node ${args.join(' ')}`).join(' && '));
  });

  test('installs the locked packages without running their scripts, and those of development only to build', () => {
    const installs = all('RUN').filter((step) => step.includes('npm '));
    expect(installs).toHaveLength(2);
    for (const step of installs) expect(step).toMatch(/^npm ci .*--ignore-scripts/);
    expect(all('RUN', stage('packages'))[0]).toContain('--omit=dev');
    expect(all('COPY --from=packages')).toEqual(['/app/node_modules ./node_modules']);
  });

  test("keeps of Temporal's native part the one platform by a name that is there", () => {
    const releases = 'node_modules/@temporalio/core-bridge/releases';
    expect(all('RUN', stage('packages'))[0]).toContain(
      `find ${releases} -mindepth 1 -maxdepth 1 ! -name "$(uname -m)-`,
    );
    for (const processor of ['x86_64', 'aarch64']) {
      expect(existsSync(`${releases}/${processor}-unknown-linux-gnu/index.node`)).toBe(true);
    }
  });

  test('stands on a pinned glibc image and runs without rights', () => {
    expect(all('ARG')).toEqual([expect.stringMatching(/^NODE_IMAGE=node:\d+\.\d+\.\d+-bookworm-slim$/)]);
    expect(all('FROM').every((step) => step.startsWith('${NODE_IMAGE}'))).toBe(true);
    expect(all('USER', last)).toEqual([expect.stringMatching(/^[1-9]\d*:[1-9]\d*$/)]);
    expect(all('STOPSIGNAL', last)).toEqual(['SIGTERM']);
  });
});

describe('what the image holds', () => {
  let image: string;
  let port: string;
  const environment = () => ({
    PATH: process.env['PATH'],
    NODE_ENV: 'production',
    // Set by hand: a configuration file of Temporal's on this machine has no say.
    TEMPORAL_CONFIG_FILE: join(image, 'none.toml'),
  });
  const node = (args: string[], env: NodeJS.ProcessEnv) =>
    spawnSync(process.execPath, args, { cwd: image, env: { ...environment(), ...env }, encoding: 'utf8' });
  const startArgs = () => argumentsOf('ENTRYPOINT').slice(1);

  beforeAll(async () => {
    image = await mkdtemp(join(tmpdir(), 'sop-image-'));
    const build = join(image, 'build');
    await mkdir(build);
    for (const path of copiedByBuild) await cp(path, join(build, path), { recursive: true });
    await symlink(resolve('node_modules'), join(build, 'node_modules'));
    for (const command of all('RUN', stage('build')).at(-1)?.split(' && ') ?? []) {
      const [, ...args] = command.split(' ');
      const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: build, encoding: 'utf8' });
      if (status !== 0) throw new Error(`${command}\n${stdout}${stderr}`);
    }
    const copied = all('COPY', last).filter((step) => !step.startsWith('--from='));
    for (const [path = ''] of copied.map((step) => step.split(' ')))
      await cp(path, join(image, path), { recursive: true });
    await symlink(resolve('node_modules'), join(image, 'node_modules'));
    await rename(join(build, 'dist'), join(image, 'dist'));
    await rm(build, { recursive: true });
    port = String(await freePort(0));
  }, 120_000);

  afterAll(() => rm(image, { recursive: true, force: true }));

  test.each(['gateway', 'worker'])('%s without variables ends and names each that is missing', (part) => {
    const { status, stderr } = node([...startArgs(), part], {});
    expect(status).toBe(1);
    for (const [name, schema] of Object.entries(environmentSchema.shape)) {
      if (!schema.safeParse(undefined).success) expect(stderr).toContain(`  ${name}: `);
    }
  });

  test('the gateway refuses the link secret that everybody knows', () => {
    const refused = node([...startArgs(), ...argumentsOf('CMD')], readExample('.env.example'));
    expect(refused.status).toBe(1);
    expect(refused.stderr).toContain('LINK_SECRET is the one of .env.example');
  });

  test('the gateway starts, passes the health check of the image, and ends on its stop signal', async () => {
    const check = argumentsOf('CMD', [all('HEALTHCHECK', last)[0]?.replace(/^.*?(?=CMD )/, '') ?? '']).slice(1);
    const own = {
      PORT: port,
      TEMPORAL_ADDRESS: '127.0.0.1:1',
      LINK_SECRET: 'a secret of this test that nobody else uses',
    };
    const env = { ...readExample('.env.example'), ...own };
    expect(node(check, { PORT: port }).status).toBe(1);
    const gateway = start([...startArgs(), ...argumentsOf('CMD')], { cwd: image, env: { ...environment(), ...env } });
    try {
      await until('the gateway listens', () => gateway.output().includes('Gateway listens'));
      expect(node(check, { PORT: port })).toMatchObject({ status: 0, stderr: '' });
    } finally {
      gateway.child.kill('SIGTERM');
    }
    expect(await gateway.ended).toBe(0);
  });

  test('the command-line tool starts', () => {
    expect(node(['dist/starters/sop.js', '--help'], {})).toMatchObject({ status: 0, stderr: '' });
  });

  test('the templates of mails are found', () => {
    const { status, stdout } = node(['dist/starters/sop.js', 'mail', 'preview', 'consent'], {});
    expect({ status, stdout }).toMatchObject({ status: 0, stdout: expect.stringContaining('Subject: ') });
  });
});
