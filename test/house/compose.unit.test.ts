/** docker-compose.yml without Docker: what it names exists, what it passes on is what the programs read, and nothing has more rights than it needs. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadConfig, temporalConnection } from '../../src/config.ts';
import { searchAttributes } from '../../src/workflows/ids.ts';
import { interpolate, readExample, readServices, variablesIn } from './compose-file.ts';

const services = readServices();
const each = Object.entries(services);
const ours = each.filter(([, { build }]) => build !== undefined);
const others = each.filter(([, { build }]) => build === undefined);
const isJob = (name: string) => services[name]?.restart.startsWith('on-failure') === true;
const SERVERS = ['gateway', 'worker', 'postgres', 'temporal', 'temporal-ui', 'mailpit'];
const JOBS = ['temporal-schema', 'temporal-namespace'];

const example = readExample('.env.example');
const dockerExample = readExample('deploy/.env.example');
const dockerfile = readFileSync('Dockerfile', 'utf8');

test('has the parts of the system and no other', () => {
  expect(Object.keys(services).sort()).toEqual([...SERVERS, ...JOBS, 'sop'].sort());
  expect(Object.keys(services).filter(isJob).sort()).toEqual([...JOBS].sort());
});

describe('images', () => {
  test.each(others)('%s is a pinned version', (_name, { image }) => {
    expect(image).toMatch(/^[a-z/-]+:v?\d+\.\d+(\.\d+)?(-[a-z]+)?$/);
  });

  test.each(ours)('%s is built from this repository', (_name, { build, image }) => {
    expect({ build, image }).toEqual({ build: '.', image: 'sales-sop:local' });
  });

  test("Temporal's server and the tools that set up its schema have one version", () => {
    const versionOf = (name: string) => services[name]?.image.split(':')[1];
    for (const job of JOBS) expect(versionOf(job)).toBe(versionOf('temporal'));
  });
});

describe('what is started', () => {
  test('gateway and worker are the words that start.ts takes', () => {
    const start = readFileSync('src/starters/start.ts', 'utf8');
    for (const name of ['gateway', 'worker']) {
      expect(services[name]?.command).toEqual([name]);
      expect(start).toContain(`'${name}'`);
    }
  });

  test.each(each)('every script that %s names is there', (_name, { entrypoint, command, volumes, healthcheck }) => {
    const mounts = volumes.filter((volume) => volume.startsWith('./')).map((volume) => volume.split(':'));
    for (const [source = '', , access] of mounts) {
      expect(source).toSatisfy(existsSync);
      expect(access).toBe('ro');
    }
    for (const word of [...entrypoint, ...command, ...(healthcheck?.test ?? [])]) {
      const mount = mounts.find(([, target]) => target !== undefined && word.startsWith(`${target}/`));
      if (mount !== undefined) expect(join(mount[0] ?? '', basename(word))).toSatisfy(existsSync);
      else if (word.startsWith('dist/'))
        expect(word.replace('dist/', 'src/').replace(/js$/, 'ts')).toSatisfy(existsSync);
      else expect(word).not.toMatch(/\.(sh|js)$/);
    }
  });

  test.each(['postgres/create-databases.sh', 'temporal/set-up-schema.sh', 'temporal/create-namespace.sh'])(
    'a shell can read deploy/%s',
    (script) => {
      expect(spawnSync('sh', ['-n', `deploy/${script}`], { encoding: 'utf8' })).toMatchObject({
        status: 0,
        stderr: '',
      });
    },
  );

  test("the namespace gets the workflows' search attributes", () => {
    const script = readFileSync('deploy/temporal/create-namespace.sh', 'utf8');
    const [, created = ''] = /<<'ATTRIBUTES'\n(.*)\nATTRIBUTES\n/s.exec(script) ?? [];
    const wanted = Object.values(searchAttributes).map(({ name, type }) => {
      const cliType = type.toLowerCase().replace(/(?:^|_)([a-z])/g, (_all, letter: string) => letter.toUpperCase());
      return `${name} ${cliType}`;
    });
    expect(created.split('\n').sort()).toEqual(wanted.sort());
  });
});

describe('order and health', () => {
  test.each(SERVERS)('%s starts again by itself and says how it is', (name) => {
    expect(services[name]?.restart).toBe('unless-stopped');
    // The gateway's check is the image's.
    if (name === 'gateway') expect(dockerfile).toMatch(/^HEALTHCHECK .*\\\n {2}CMD .*\/livez/m);
    else expect(services[name]?.healthcheck?.test?.[0]).toBe('CMD');
  });

  test.each(each)('what %s waits for can come about', (_name, { depends_on: waitsFor }) => {
    for (const [name, { condition }] of Object.entries(waitsFor)) {
      expect(Object.keys(services)).toContain(name);
      expect(condition).toBe(isJob(name) ? 'service_completed_successfully' : 'service_healthy');
    }
  });

  test('the schema comes before the server, the namespace before gateway and worker', () => {
    expect(services['temporal']?.depends_on).toHaveProperty('temporal-schema');
    for (const [, { depends_on: waitsFor }] of ours) expect(waitsFor).toHaveProperty('temporal-namespace');
  });
});

describe('rights', () => {
  test.each(each)('%s may do no more than an ordinary user, and writes only where it must', (_name, service) => {
    expect(service).toMatchObject({
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
    });
    expect(service).not.toHaveProperty('privileged');
    expect(service).not.toHaveProperty('cap_add');
    const user = service.build === undefined ? service.user : /^USER (.*)$/m.exec(dockerfile)?.[1];
    expect(user).toMatch(/^[1-9]\d*:[1-9]\d*$/);
  });

  test('ports are published on this machine only, each once', () => {
    const published = each.flatMap(([, { ports }]) => ports).map((port) => interpolate(port, {}));
    for (const port of published) expect(port).toMatch(/^127\.0\.0\.1:\d+:\d+$/);
    const onThisMachine = published.map((port) => port.split(':')[1]);
    expect(new Set(onThisMachine).size).toBe(onThisMachine.length);
  });
});

describe('variables', () => {
  const namesOf = (environment: Record<string, string>) =>
    Object.keys(environment).filter((name) => name !== 'NODE_OPTIONS');

  test.each(ours)(
    '%s gets every variable of .env.example and no other, each from the variable of its name',
    (_name, app) => {
      const wanted = Object.keys(example).filter((name) => !name.startsWith('SANDBOX_'));
      expect(namesOf(app.environment).sort()).toEqual(wanted.sort());
      for (const name of wanted) expect(app.environment[name]).toMatch(new RegExp(`^\\$\\{${name}:-`));
    },
  );

  test('what else the file takes is in deploy/.env.example, and that has nothing else', () => {
    const used = variablesIn(readFileSync('docker-compose.yml', 'utf8'));
    expect(used.filter((name) => !(name in example))).toEqual(Object.keys(dockerExample).sort());
  });

  test('scripts get what they read', () => {
    const script = readFileSync('deploy/postgres/create-databases.sh', 'utf8');
    const read = [...script.matchAll(/"\$([A-Z_]+)"/g)].map(([, name = '']) => name);
    // The image itself sets its user's name.
    const given = [...Object.keys(services['postgres']?.environment ?? {}), 'POSTGRES_USER'];
    expect(given).toEqual(expect.arrayContaining(read));
  });

  test('no secret has a value in a file of the repository', () => {
    const secret = /PASSWORD|PWD|SECRET|TOKEN|API_KEY/;
    for (const [, { environment }] of each) {
      for (const [name, value] of Object.entries(environment)) {
        if (secret.test(name)) expect(value).toMatch(/^\$\{[A-Z_]+(:-|:\?[^}]*)?\}$/);
      }
    }
    expect(new Set(Object.values(dockerExample))).toEqual(new Set(['']));
    expect(dockerfile).not.toMatch(secret);
  });

  test('with both example files copied, gateway and worker read a configuration that leads to the other parts', () => {
    const env = { ...uncommented('.env.example'), ...dockerExample, JOURNAL_DB_PASSWORD: 'abc' };
    for (const [, { environment }] of ours) {
      const given = Object.fromEntries(
        Object.entries(environment).map(([name, value]) => [name, interpolate(value, env)]),
      );
      const config = loadConfig(given);
      expect(config.databaseUrl).toBe('postgres://sop:abc@postgres:5432/sop');
      expect(temporalConnection(given)).toMatchObject({
        namespace: 'default',
        connectionOptions: { address: 'temporal:7233' },
      });
      for (const url of [config.databaseUrl ?? '', config.smtpUrl, `http://${given['TEMPORAL_ADDRESS']}`])
        expect(Object.keys(services)).toContain(new URL(url).hostname);
    }
    const [port] = services['gateway']?.ports ?? [];
    expect(interpolate(port ?? '', env)).toBe('127.0.0.1:3000:3000');
  });
});

/** What a copy of the file sets. */
function uncommented(path: string): Record<string, string> {
  const set = new Set(readFileSync(path, 'utf8').match(/^[A-Z][A-Z0-9_]*(?==)/gm));
  return Object.fromEntries(Object.entries(readExample(path)).filter(([name]) => set.has(name)));
}
