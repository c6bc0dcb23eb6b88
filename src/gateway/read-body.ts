/**
 * Reads the raw bytes of a request, as they were signed, and stops at the limit. `too_large` before the body comes if its
 * length is announced. `unreadable`: the connection broke, or the client was cut off.
 */
export async function readBody(request: Request, maxBytes: number): Promise<Uint8Array | 'too_large' | 'unreadable'> {
  if (Number(request.headers.get('content-length')) > maxBytes) return 'too_large';
  const bytes: AsyncIterable<Uint8Array> | [] = request.body ?? [];
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of bytes) {
      size += chunk.length;
      if (size > maxBytes) return 'too_large';
      chunks.push(chunk);
    }
  } catch {
    return 'unreadable';
  }
  return Buffer.concat(chunks);
}
