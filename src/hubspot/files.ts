/** The port's calls about files in the portal. */
import { z } from 'zod';
import { fileSchema } from './schemas.ts';
import { API_VERSION, type Call } from './transport.ts';

export type HubSpotFile = z.infer<typeof fileSchema>;

const filesSchema = z.looseObject({ results: z.array(fileSchema) });

export function fileCalls(call: Call) {
  return {
    /** Names of files by id, up to 100 at a time; those that are gone are left out. */
    async files(ids: string[]): Promise<HubSpotFile[]> {
      const found: HubSpotFile[] = [];
      for (let start = 0; start < ids.length; start += 100) {
        const query = { ids: ids.slice(start, start + 100).join(','), limit: '100' };
        const answer = await call(
          { operation: 'files', method: 'GET', path: `/files/${API_VERSION}/files/search`, query },
          filesSchema,
        );
        found.push(...answer.results);
      }
      return found;
    },
  };
}
