/** Files of the portal: uploaded as a form, found by id. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { limitParam, listParam, paging, param, readBody, type ApiRequest, type Route } from '../api.ts';
import { accesses, pathOf, splitName, type PortalFile } from '../files.ts';
import type { Portal } from '../portal.ts';
import { badJson, notFound, validationProblem } from '../problems.ts';

/** What HubSpot calls the kinds of files in `type`. */
const TYPES: Record<string, string> = {
  pdf: 'DOCUMENT',
  doc: 'DOCUMENT',
  docx: 'DOCUMENT',
  xls: 'DOCUMENT',
  xlsx: 'DOCUMENT',
  csv: 'DOCUMENT',
  txt: 'DOCUMENT',
  png: 'IMG',
  jpg: 'IMG',
  jpeg: 'IMG',
};

const uploadSchema = z.object({
  file: z.object({ name: z.string(), bytes: z.instanceof(Uint8Array) }),
  fileName: z.string().optional(),
  folderId: z.string().optional(),
  folderPath: z.string().optional(),
  options: z.string(),
});
type Upload = z.infer<typeof uploadSchema>;
const optionsSchema = z.looseObject({ access: z.enum(accesses) });

export const fileRoutes: Route[] = [
  { method: 'POST', family: 'files', path: '/', handle: upload },
  { method: 'GET', family: 'files', path: '/search', handle: searchFiles },
  {
    method: 'GET',
    family: 'files',
    path: '/{fileId}',
    handle: (request) => ({ status: 200, body: render(request.portal, getFile(request)) }),
  },
  {
    method: 'DELETE',
    family: 'files',
    path: '/{fileId}',
    handle: (request) => {
      request.portal.files.remove(getFile(request).id);
      return { status: 204 };
    },
  },
];

function upload(request: ApiRequest) {
  const { portal } = request;
  const { file, fileName, options, ...place } = readBody(request, uploadSchema);
  const { access } = readOptions(options);
  const { name, extension } = splitName(fileName ?? file.name);
  // A name that was given without an extension keeps the one of the file itself.
  const kept = extension === '' ? splitName(file.name).extension : extension;
  const stored: PortalFile = {
    id: portal.nextId(),
    name,
    extension: kept,
    ...folderOf(portal, place),
    size: file.bytes.length,
    md5: createHash('md5').update(file.bytes).digest('hex'),
    access,
    createdAt: portal.clock.tick(),
  };
  portal.files.add(stored);
  return { status: 201 as const, body: render(portal, stored), location: `${request.path}/${stored.id}` };
}

function searchFiles(request: ApiRequest) {
  const { portal, query } = request;
  const ids = listParam(request, 'ids');
  const limit = limitParam(request, 20, 100);
  const after = query.get('after') ?? '0';
  const wanted = (name: string, value: string) => query.get(name) === null || query.get(name) === value;
  const found = portal.files
    .list()
    .filter((file) => ids.length === 0 || ids.includes(file.id))
    .filter((file) => wanted('name', file.name) && wanted('extension', file.extension) && wanted('path', pathOf(file)))
    .filter((file) => Number(file.id) > Number(after));
  const shown = found.slice(0, limit);
  return {
    status: 200 as const,
    body: {
      results: shown.map((file) => render(portal, file)),
      ...paging(request.path, found.length > limit ? shown.at(-1)?.id : undefined),
    },
  };
}

function readOptions(text: string) {
  let options: unknown;
  try {
    options = JSON.parse(text);
  } catch {
    throw badJson('options is no JSON');
  }
  const parsed = optionsSchema.safeParse(options);
  if (parsed.success) return parsed.data;
  throw validationProblem(`options.access must be one of [${accesses.join(', ')}]`);
}

/** A path that is new makes a folder; an id must be known. */
function folderOf(portal: Portal, { folderId, folderPath }: Pick<Upload, 'folderId' | 'folderPath'>) {
  if ((folderId === undefined) === (folderPath === undefined)) {
    throw validationProblem('Either folderId or folderPath must be provided, but not both');
  }
  if (folderPath !== undefined) {
    const folder = `/${folderPath.split('/').filter(Boolean).join('/')}`;
    return { folder, folderId: portal.files.folderIdOf(folder) ?? portal.nextId() };
  }
  const folder = portal.files.folderOf(folderId ?? '');
  if (folder === undefined) throw notFound();
  return { folder, folderId: folderId ?? '' };
}

function getFile(request: ApiRequest): PortalFile {
  const file = request.portal.files.find(param(request, 'fileId'));
  if (!file) throw notFound();
  return file;
}

function render({ portalId }: Portal, file: PortalFile) {
  const { id, name, extension, size, access, md5, folderId } = file;
  const time = new Date(file.createdAt).toISOString();
  const url = encodeURI(`https://${portalId}.fs1.hubspotusercontent-na1.net/hubfs/${portalId}${pathOf(file)}`);
  return {
    id,
    createdAt: time,
    updatedAt: time,
    archived: false,
    parentFolderId: folderId,
    name,
    path: pathOf(file),
    size,
    type: TYPES[extension] ?? 'OTHER',
    extension,
    defaultHostingUrl: url,
    url,
    isUsableInContent: true,
    access,
    fileMd5: md5,
    sourceGroup: 'CONTENT',
  };
}
