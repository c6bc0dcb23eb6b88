/** Makes sure that the namespace knows our search attributes: a workflow that sets an unknown one cannot go on. */
import { encodeSearchAttributeIndexedValueType } from '@temporalio/common/lib/search-attributes.js';
import type { NativeConnection } from '@temporalio/worker';
import { searchAttributes } from '../workflows/ids.ts';

const ALREADY_EXISTS = 6;

/**
 * Adds what is missing. On Temporal Cloud and on locked-down servers a worker may not; then the error says what an
 * administrator has to do.
 */
export async function ensureSearchAttributes(connection: NativeConnection, namespace: string): Promise<void> {
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
  const missing = Object.values(searchAttributes).filter(({ name }) => !Object.hasOwn(customAttributes, name));
  if (missing.length === 0) return;
  try {
    await connection.operatorService.addSearchAttributes({
      namespace,
      searchAttributes: Object.fromEntries(
        missing.map(({ name, type }) => [name, encodeSearchAttributeIndexedValueType(type) ?? 0]),
      ),
    });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === ALREADY_EXISTS) return; // another worker was faster
    const commands = missing.map(
      ({ name, type }) => `  temporal operator search-attribute create --name ${name} --type ${cliType(type)}`,
    );
    throw new Error(
      `The namespace ${namespace} lacks search attributes and does not let a worker add them. Run:\n${commands.join('\n')}`,
      {
        cause: error,
      },
    );
  }
}

/** `KEYWORD_LIST` → `KeywordList`, as Temporal's CLI calls it. */
function cliType(type: string): string {
  return type
    .split('_')
    .map((word) => `${word.charAt(0)}${word.slice(1).toLowerCase()}`)
    .join('');
}
