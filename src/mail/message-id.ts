/** Message-IDs that follow from what a mail is. */
import { createHash } from 'node:crypto';

/** The same for the same mail, so that a mail server or program that sees it twice can tell. */
export function messageIdOf(key: string, address: string): string {
  const hash = createHash('sha256').update(key).digest('hex').slice(0, 32);
  return `<${hash}@${address.slice(address.lastIndexOf('@') + 1)}>`;
}
