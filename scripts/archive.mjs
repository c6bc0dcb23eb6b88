/** Just enough of two archive formats to take one file out, so that nothing but Node is needed. */
import { gunzipSync, inflateRawSync } from 'node:zlib';

/**
 * @param {Buffer} archive A zip below 4 GiB.
 * @param {(name: string) => boolean} isWanted
 * @returns {Buffer | undefined} Content of the first file that is wanted.
 */
export function fileFromZip(archive, isWanted) {
  const end = archive.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  if (end < 0) throw new Error('not a zip file');
  let at = archive.readUInt32LE(end + 16);
  for (let left = archive.readUInt16LE(end + 10); left > 0; left -= 1) {
    const nameLength = archive.readUInt16LE(at + 28);
    if (isWanted(archive.toString('utf8', at + 46, at + 46 + nameLength))) return zipEntry(archive, at);
    at += 46 + nameLength + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  }
  return undefined;
}

/** @param {Buffer} archive @param {number} at Of the entry in the central directory: only that one always knows the sizes. */
function zipEntry(archive, at) {
  const packedSize = archive.readUInt32LE(at + 20);
  const local = archive.readUInt32LE(at + 42);
  const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
  const packed = archive.subarray(start, start + packedSize);
  return archive.readUInt16LE(at + 10) === 0 ? packed : inflateRawSync(packed);
}

/**
 * @param {Buffer} archive A gzipped tar.
 * @param {(name: string) => boolean} isWanted
 * @returns {Buffer | undefined} Content of the first file that is wanted.
 */
export function fileFromTarGz(archive, isWanted) {
  const tar = gunzipSync(archive);
  const text = (/** @type {number} */ from, /** @type {number} */ length) =>
    tar.toString('utf8', from, from + length).split('\0', 1)[0] ?? '';
  for (let at = 0; at + 512 <= tar.length;) {
    const size = Number.parseInt(text(at + 124, 12), 8) || 0;
    if (isWanted(text(at, 100))) return tar.subarray(at + 512, at + 512 + size);
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return undefined;
}
