/**
 * What the app says is missing on a record. The sandbox knows no SOP: it reads the property with this label, as a person
 * does, and finds the properties that its lines name.
 */
import { findObjectType } from '../catalog/object-types.ts';
import { associationsOf } from '../links.ts';
import type { Portal } from '../portal.ts';
import { valueOf, type CrmRecord } from '../records.ts';

const LABEL = 'Missing to move on';
const BULLET = '- ';
const ON_ANOTHER = /\(on the (\w+)\)/;

/** The text of "Missing to move on", or '' without such a property or value. */
export function missingText(portal: Portal, record: CrmRecord): string {
  const name = portal.properties.list(record.type).find(({ label }) => label === LABEL)?.name;
  return name === undefined ? '' : valueOf(record, name);
}

/** Something that a record lacks, in the app's words. */
export interface Missing {
  words: string;
  /** It holds the record up; otherwise it is asked for besides. */
  needed: boolean;
}

/** What is asked for on this record: by its own text, and by deals and contacts that name something on it. */
export function missingOn(portal: Portal, record: CrmRecord): Missing[] {
  const own = missingIn(missingText(portal, record)).filter(({ words }) => !ON_ANOTHER.test(words));
  const { singular } = findObjectType(record.type);
  const others = (['deals', 'contacts'] as const)
    .flatMap((type) => associationsOf(portal, record, type))
    .flatMap(({ to }) => portal.records.findActive(to) ?? [])
    .flatMap((other) => missingIn(missingText(portal, other)))
    .filter(({ words }) => ON_ANOTHER.exec(words)?.[1] === singular);
  return [...own, ...others];
}

/** The entry that asks for the property with this label. */
export function findMissing(missing: Missing[], label: string): Missing | undefined {
  return missing.find(({ words }) => names(words, label));
}

/** Whether the words of a line begin with a property's label, and say no more than what its value shall be. */
export function names(words: string, label: string): boolean {
  return words === label || words.startsWith(`${label}:`) || words.startsWith(`${label} (`);
}

/** The lines of a text. The first list holds the record up; what comes under another heading is asked for besides. */
export function missingIn(text: string): Missing[] {
  const lines = text.split('\n').map((line) => line.trim());
  const first = lines.findIndex((line) => line.startsWith(BULLET));
  const end = lines.findIndex((line, index) => index > first && line !== '' && !line.startsWith(BULLET));
  return lines.flatMap((line, index) =>
    line.startsWith(BULLET) ? [{ words: line.slice(BULLET.length), needed: end < 0 || index < end }] : [],
  );
}
