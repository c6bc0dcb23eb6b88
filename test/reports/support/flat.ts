/** A report as one line per figure, the way hand-computed.md writes them. */

type Node = Record<string, unknown>;
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null;

interface Source {
  object: string;
  id: string;
  seq?: number;
  adds?: string;
  part?: { of: number; per: number };
  says?: string;
}

/** `deal 21#2`, with what it adds, and which part of that counts, or with what it says. */
function sourceWords({ object, id, seq, adds, part, says }: Source): string {
  const decision = seq === undefined ? '' : `#${seq}`;
  const words = [adds, part === undefined ? undefined : `× ${part.of} ÷ ${part.per}`, says].filter(Boolean);
  return [`${object} ${id}${decision}`, ...words].join(' ');
}

const list = (sources: unknown) => (sources as Source[]).map(sourceWords).join(', ');

/** `path → value` for each figure; what stands behind a figure is part of its value. */
export function flat(value: unknown, path = ''): [string, string][] {
  if (!isNode(value)) return [[path, String(value)]];
  if ('unknown' in value) return [[path, `unknown: ${String(value['unknown'])}`]];
  if ('count' in value) return [[path, `${String(value['count'])} (${list(value['sources'])})`]];
  if ('total' in value) {
    const { amount } = value['total'] as { amount: string };
    return [[path, `${amount} (${list(value['sources'])}) without (${list(value['without'])})`]];
  }
  if ('rate' in value && 'per' in value) {
    return [[path, `${String(value['of'])} ÷ ${String(value['per'])} = ${String(value['rate'])}`]];
  }
  if ('termMonths' in value) {
    const { amount, currency, termMonths, nonRecurring } = value;
    const words = `${String(amount)} ${String(currency)} of ${String(termMonths)} months and ${String(nonRecurring)}`;
    return [[path, words]];
  }
  if ('amount' in value) return [[path, [value['amount'], value['currency'], value['from']].filter(Boolean).join(' ')]];
  if ('property' in value) {
    const { object, id, property, at } = value as { object: string; id: string; property: string; at: string };
    return [[path, `text ${object} ${id} ${property} of ${at}`]];
  }
  if ('object' in value)
    return [[path, sourceWords(value as unknown as Source) + ('at' in value ? ` at ${String(value['at'])}` : '')]];
  if (Array.isArray(value) && value.length === 0) return [[path, 'none']];
  if (Array.isArray(value) && value.every((one) => !isNode(one))) return [[path, value.join(', ')]];
  return Object.entries(value).flatMap(([name, child]) => {
    if (name === 'sources') return [[`${path}.sources`, list(child)] as [string, string]];
    return flat(child, path === '' ? name : `${path}.${name}`);
  });
}
