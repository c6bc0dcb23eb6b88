/**
 * What the app says is missing on a record. The sandbox knows no SOP: it reads the property with this label, as a person
 * does, and finds the properties that its lines name.
 */
import { findObjectType } from '../catalog/object-types.ts';
import { associationsOf } from '../links.ts';
import type { Portal } from '../portal.ts';
import { valueOf, type CrmRecord } from '../records.ts';

const LABEL = 'Missing to move on';
const ON_ANOTHER = /\(on the (\w+)\)/;

/** The text of "Missing to move on", or '' without such a property or value. */
export function missingText(portal: Portal, record: CrmRecord): string {
  const name = portal.properties.list(record.type).find(({ label }) => label === LABEL)?.name;
  return name === undefined ? '' : valueOf(record, name);
}

/** The lines about this record: its own, and those of deals and contacts that ask for something on it. */
export function missingLines(portal: Portal, record: CrmRecord): string[] {
  const own = lines(missingText(portal, record)).filter((line) => !ON_ANOTHER.test(line));
  const { singular } = findObjectType(record.type);
  const others = (['deals', 'contacts'] as const)
    .flatMap((type) => associationsOf(portal, record, type))
    .flatMap(({ to }) => portal.records.findActive(to) ?? [])
    .flatMap((other) => lines(missingText(portal, other)))
    .filter((line) => ON_ANOTHER.exec(line)?.[1] === singular);
  return [...own, ...others];
}

/** Whether one of the lines asks for the property with this label. */
export function isMissing(missing: string[], label: string): boolean {
  return missing.some((line) => line === label || line.startsWith(`${label}:`) || line.startsWith(`${label} (`));
}

function lines(text: string): string[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('- '))
    .map((line) => line.slice(2).trim());
}
