/** From measured pairs to the lines that are printed. Ratios are taken inside a pair: the machine's mood cancels out. */
import type { Shape } from './plans.ts';
import type { Throughput } from './rounds.ts';

export type Measured = Throughput & {
  /** POST to visible under steady load, ms each. */
  visible: number[];
};

export interface Pair {
  bare: Measured;
  ours: Measured;
}

interface Row {
  label: string;
  of: (measured: Measured) => number;
}

const ROWS: Row[] = [
  { label: 'accepted, events/s', of: ({ accepted }) => accepted },
  { label: 'applied, events/s', of: ({ applied }) => applied },
  { label: 'POST to visible, p50 ms', of: ({ visible }) => quantile(visible, 0.5) },
  { label: 'POST to visible, p99 ms', of: ({ visible }) => quantile(visible, 0.99) },
  { label: 'longest wait, full load, ms', of: ({ longestWait }) => longestWait },
  { label: 'processor, ms an event', of: ({ cpu }) => cpu },
];

/** A Markdown table of one shape: medians over the pairs, and the ratio with its range. */
export function table(shape: Shape, pairs: Pair[]): string {
  const { name, objects, objectsPerPost, eventsEach } = shape;
  const rows = ROWS.map(({ label, of }) => {
    const ratios = pairs.map(({ bare, ours }) => of(ours) / of(bare));
    const range = `${two(Math.min(...ratios))}–${two(Math.max(...ratios))}`;
    const median = (arm: 'bare' | 'ours') =>
      figure(
        quantile(
          pairs.map((pair) => of(pair[arm])),
          0.5,
        ),
      );
    return `| ${label} | ${median('bare')} | ${median('ours')} | ${two(quantile(ratios, 0.5))} (${range}) |`;
  });
  return [
    `${name}: ${objects} in all, POSTs of ${objectsPerPost} × ${eventsEach} events, ${pairs.length} pairs`,
    '',
    '| | bare | ours | ours ÷ bare |',
    '| --- | ---: | ---: | ---: |',
    ...rows,
    '',
    verdict(shape, pairs),
  ].join('\n');
}

/** Whether the aim was held; said, never enforced: times are the machine's as much as ours. */
function verdict({ aim }: Shape, pairs: Pair[]): string {
  if (aim !== undefined) {
    const ratio = quantile(
      pairs.map(({ bare, ours }) => ours.applied / bare.applied),
      0.5,
    );
    return `Aim: applied at least ${aim} × bare. ${ratio >= aim ? 'Held' : 'MISSED'} (${two(ratio)}).`;
  }
  const longest = Math.max(...pairs.map(({ ours }) => ours.longestWait));
  return `Aim: no starvation, every event visible within ${STARVED_MS / 1_000} s under full load. ${longest < STARVED_MS ? 'Held' : 'MISSED'} (${figure(longest)} ms).`;
}

/** The plain gateway's hot object can wait 5 s and more for its task (reference: Testing §2). */
const STARVED_MS = 1_000;

/** @param share 0…1; between two values the one in proportion */
function quantile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)] ?? NaN;
  const above = sorted[Math.ceil(place)] ?? NaN;
  return below + (above - below) * (place % 1);
}

const two = (number: number) => number.toFixed(2);
/** Small figures keep their decimals. */
const figure = (number: number) => (number < 10 ? two(number) : Math.round(number).toLocaleString('en-US'));
