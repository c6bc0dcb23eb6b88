/** A register's file as text, whatever spreadsheet wrote it; one that is too large is not read to its end. */
import { type FileHandle, open } from 'node:fs/promises';

/** Ten thousand rows with long texts stay below; a file that does not is no register. */
export const MAX_FILE_BYTES = 5_000_000;
const CHUNK_BYTES = 65_536;

/** A file that cannot be read as a whole; the words are for the person who brought it. */
export class FileRefused extends Error {
  override readonly name = 'FileRefused';
}

/** Never holds more than {@link MAX_FILE_BYTES} in memory, of a pipe either. @throws FileRefused */
export async function readRegisterFile(path: string): Promise<string> {
  const file = await open(path).catch((error: NodeJS.ErrnoException) => {
    throw new FileRefused(`${path} cannot be opened (${error.code ?? 'no reason given'}).`);
  });
  try {
    if ((await file.stat()).isDirectory()) throw new FileRefused(`${path} is a folder.`);
    return decode(path, await readUpTo(path, file));
  } finally {
    await file.close();
  }
}

async function readUpTo(path: string, file: FileHandle): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for (;;) {
    const { bytesRead, buffer } = await file.read({ buffer: Buffer.allocUnsafe(CHUNK_BYTES) });
    if (bytesRead === 0) return Buffer.concat(chunks);
    size += bytesRead;
    if (size > MAX_FILE_BYTES) throw tooLarge(path);
    chunks.push(buffer.subarray(0, bytesRead));
  }
}

/** UTF-8, or UTF-16 with its mark. Anything else would put wrong letters into names. */
function decode(path: string, bytes: Buffer): string {
  const [first, second] = bytes;
  const utf16 = first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : '';
  const text = decoded(utf16 || 'utf-8', bytes);
  if (text === undefined) {
    const where = utf16 === '' ? `line ${firstBadLine(bytes)} is no UTF-8` : 'it is no whole UTF-16';
    throw new FileRefused(`${path}: ${where}. Save it as "CSV UTF-8".`);
  }
  const nul = text.indexOf('\0');
  if (nul >= 0) {
    throw new FileRefused(`${path}: line ${lineAt(text, nul)} holds a NUL character. Save it as "CSV UTF-8".`);
  }
  return text;
}

function decoded(encoding: string, bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function firstBadLine(bytes: Buffer): number {
  let line = 1;
  for (let start = 0; start < bytes.length; line++) {
    const end = bytes.indexOf(0x0a, start);
    const next = end < 0 ? bytes.length : end + 1;
    if (decoded('utf-8', bytes.subarray(start, next)) === undefined) return line;
    start = next;
  }
  return line;
}

const lineAt = (text: string, index: number): number => text.slice(0, index).split(/\r\n|\r|\n/).length;

const tooLarge = (path: string) =>
  new FileRefused(`${path} is larger than ${MAX_FILE_BYTES / 1_000_000} MB: this is no register.`);
