/** E-mail addresses as people type them. Pure. */
import { domainToASCII } from 'node:url';

/** RFC 5321: 64 characters before the @, 255 after it. */
const MAX_LENGTH = 320;

/**
 * One spelling for all spellings of an address, or `undefined` when it is none. Case counts nowhere: HubSpot keeps
 * addresses in lower case, and telephones begin a field with a capital. A domain in another script is its ASCII form.
 */
export function normalAddress(typed: string): string | undefined {
  const address = typed.trim().normalize('NFC');
  const at = address.lastIndexOf('@');
  if (at < 1 || address.length > MAX_LENGTH || /[\s\p{Cc}]/u.test(address)) return undefined;
  const domain = domainToASCII(address.slice(at + 1));
  return domain === '' ? undefined : `${address.slice(0, at).toLowerCase()}@${domain}`;
}
