/** The portal's files (reference `hubspot.md` §4.11). Records point at them by `hs_attachment_ids`. */

export const accesses = [
  'PRIVATE',
  'PUBLIC_INDEXABLE',
  'PUBLIC_NOT_INDEXABLE',
  'HIDDEN_INDEXABLE',
  'HIDDEN_NOT_INDEXABLE',
  'HIDDEN_PRIVATE',
  'HIDDEN_SENSITIVE',
  'SENSITIVE',
] as const;
export type FileAccess = (typeof accesses)[number];

export interface PortalFile {
  id: string;
  /** Without the extension, as HubSpot answers it. */
  name: string;
  /** Without the dot; '' when the name had none. */
  extension: string;
  /** Begins with a slash. */
  folder: string;
  folderId: string;
  size: number;
  md5: string;
  access: FileAccess;
  createdAt: number;
}

export class FileStore {
  readonly #files = new Map<string, PortalFile>();
  readonly #folders = new Map<string, string>();

  add(file: PortalFile): void {
    this.#files.set(file.id, file);
    this.#folders.set(file.folderId, file.folder);
  }

  find(id: string): PortalFile | undefined {
    return this.#files.get(id);
  }

  remove(id: string): void {
    this.#files.delete(id);
  }

  /** In the order of ids. */
  list(): PortalFile[] {
    return [...this.#files.values()];
  }

  folderOf(folderId: string): string | undefined {
    return this.#folders.get(folderId);
  }

  folderIdOf(folder: string): string | undefined {
    return [...this.#folders].find(([, path]) => path === folder)?.[0];
  }
}

/** A name as HubSpot keeps it: in two parts. */
export function splitName(fileName: string): { name: string; extension: string } {
  const dot = fileName.lastIndexOf('.');
  if (dot <= 0) return { name: fileName, extension: '' };
  return { name: fileName.slice(0, dot), extension: fileName.slice(dot + 1).toLowerCase() };
}

/** In one part again, as a person reads it. */
export function fileNameOf({ name, extension }: PortalFile): string {
  return extension === '' ? name : `${name}.${extension}`;
}

export function pathOf(file: PortalFile): string {
  return `${file.folder === '/' ? '' : file.folder}/${fileNameOf(file)}`;
}
