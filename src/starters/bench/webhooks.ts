/** `npm run bench -- webhooks`: our gateway and deal workflow side by side with a bare entity behind a plain gateway. */
import { createLogger } from '../../log.ts';
import type { Environment } from '../brought.ts';
import { startStack } from '../stack.ts';
import type { Arm } from './arm.ts';
import { startBare } from './bare.ts';
import { cpuMs } from './cpu.ts';
import { type Pair, table } from './figures.ts';
import { ourArm, settledDeals } from './ours.ts';
import type { Plan, Shape } from './plans.ts';
import { fullLoad, steadyLoad } from './rounds.ts';
import { createStream, type Stream } from './stream.ts';

export interface BenchOptions {
  /** As for the development stack; `TEMPORAL_ADDRESS` is the server that both arms use. */
  env: Environment;
  /** Of the server, for its processor time; absent where it was brought. */
  serverPid?: number;
  plan: Plan;
  /** Pairs that would begin later than this are left out, one of each shape excepted. */
  withinMs: number;
  onProgress(words: string): void;
}

/** What every round needs. */
interface Rig {
  arms: Record<Arm['name'], Arm>;
  stream: Stream;
  /** HubSpot calls so far. */
  hubspotCalls(): number;
  /** Processor time so far, see `cpu.ts`. */
  cpu(): Promise<number>;
  onProgress(words: string): void;
}

/** Answers one Markdown table per shape. @throws when the final states differ, or HubSpot was called: the times would be void. */
export async function benchWebhooks(options: BenchOptions): Promise<string[]> {
  const { env, serverPid, plan, withinMs, onProgress } = options;
  const endsAt = performance.now() + withinMs;
  // A log would end up between the lines of the progress; what matters fails the run.
  const stack = await startStack({ env, log: createLogger(() => {}), onProgress });
  try {
    const bare = await startBare(stack.temporal, stack.config.hubspot.clientSecrets[0] ?? '');
    try {
      const objects = Math.max(...plan.shapes.map((shape) => shape.objects));
      onProgress(`${objects} deals, each at rest`);
      const ours = ourArm(stack);
      const objectIds = await settledDeals(stack, ours, objects);
      const rig: Rig = {
        arms: { bare, ours },
        stream: createStream(Number(stack.config.hubspot.portalId), objectIds),
        hubspotCalls: () => stack.sandbox?.requests.count ?? 0,
        cpu: () => cpuMs(serverPid),
        onProgress,
      };
      onProgress('warm-up');
      await warmUp(rig, objects);
      const tables: string[] = [];
      for (const [n, shape] of plan.shapes.entries()) {
        // What the shapes before did not use is there for those after.
        const shareEndsAt = performance.now() + (endsAt - performance.now()) / (plan.shapes.length - n);
        tables.push(table(shape, await measure(rig, shape, plan, shareEndsAt)));
      }
      return tables;
    } finally {
      await bare.close();
    }
  } finally {
    await stack.close();
  }
}

/** Starts the bare entities, and has both arms' code run warm. */
async function warmUp({ arms, stream, cpu }: Rig, objects: number): Promise<void> {
  const posts = stream.posts(objects, { objects, objectsPerPost: 1, eventsEach: 1 });
  for (const arm of [arms.bare, arms.ours]) await fullLoad(arm, posts, cpu);
}

/** A B A B B A …: what changes slowly on the machine meets both arms alike. */
const BARE_FIRST = [true, true, false];

async function measure(rig: Rig, shape: Shape, plan: Plan, endsAt: number): Promise<Pair[]> {
  const { arms, stream, cpu, hubspotCalls, onProgress } = rig;
  const callsBefore = hubspotCalls();
  const pairs: Pair[] = [];
  while (pairs.length < plan.pairs && (pairs.length === 0 || performance.now() < endsAt)) {
    onProgress(`${shape.name.toLowerCase()}, pair ${pairs.length + 1} of ${plan.pairs}`);
    const full = stream.posts(shape.posts, shape);
    const steady = stream.posts(plan.steadyPosts, { objects: shape.objects, objectsPerPost: 1, eventsEach: 1 });
    const run = async (arm: Arm) => ({ ...(await fullLoad(arm, full, cpu)), visible: await steadyLoad(arm, steady) });
    if (BARE_FIRST[pairs.length % BARE_FIRST.length] === true) {
      const first = await run(arms.bare);
      pairs.push({ bare: first, ours: await run(arms.ours) });
    } else {
      const first = await run(arms.ours);
      pairs.push({ bare: await run(arms.bare), ours: first });
    }
  }
  if (hubspotCalls() !== callsBefore) throw new Error('Void: HubSpot was called; the events changed a verdict.');
  return pairs;
}
