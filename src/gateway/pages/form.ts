/** Reads what a form sent: both encodings, because mail clients unsubscribe with either (RFC 8058 §5). */
import { readBody } from '../read-body.ts';

/** One address, or one pair of RFC 8058. */
const SMALL_BODY_BYTES = 4_096;

/** The text fields of a form; of a name that comes twice the first counts. Files are nobody's business here. */
export type Form = ReadonlyMap<string, string>;

export async function readForm(
  request: Request,
  maxBytes = SMALL_BODY_BYTES,
): Promise<Form | 'too_large' | 'unreadable'> {
  const bytes = await readBody(request, maxBytes);
  if (typeof bytes === 'string') return bytes;
  const headers = { 'content-type': request.headers.get('content-type') ?? '' };
  try {
    const fields = await new Response(new Uint8Array(bytes), { headers }).formData();
    const form = new Map<string, string>();
    for (const [name, value] of fields) if (typeof value === 'string' && !form.has(name)) form.set(name, value);
    return form;
  } catch {
    // No form, or one that is broken.
    return 'unreadable';
  }
}

/** A page of somebody else's that sends our form. Browsers say so; what says nothing is no browser. */
export function isCrossSite(request: Request): boolean {
  const site = request.headers.get('sec-fetch-site');
  return site === 'cross-site' || site === 'same-site';
}
