/** A portal that remembers its set-up, behind HTTP: properties, groups, pipelines and keyed notes, nothing more. */
import type { HubSpot } from '../../src/hubspot/client.ts';
import { json, startScripted, type SeenRequest } from './scripted-server.ts';

export interface TestPortal {
  hubspot: HubSpot;
  close(): Promise<void>;
}

type Row = Record<string, unknown> & { id?: string; name?: string; stages?: Row[] };

export async function startPortal(): Promise<TestPortal> {
  const lists = new Map<string, Row[]>([
    ['pipelines/deals', [{ id: 'default', label: 'Sales Pipeline', displayOrder: 0, stages: [] }]],
    ['properties/deal', [amount()]],
  ]);
  let nextId = 100;
  const withId = (row: Row): Row => ({ ...row, id: String(nextId++) });
  const list = (key: string): Row[] => {
    if (!lists.has(key)) lists.set(key, []);
    return lists.get(key) ?? [];
  };

  const answer = ({ method, url, body }: SeenRequest): [number, unknown] => {
    const path = decodeURIComponent(url.pathname).replace('/crm/', '').replace('2026-09/', '');
    const input = (body ?? {}) as Row;
    const stage = /^(pipelines\/deals)\/(\d+)\/stages(?:\/(\d+))?$/.exec(path);
    if (stage) {
      const stages = list(stage[1] ?? '').find((one) => one.id === stage[2])?.stages ?? [];
      return stage[3] === undefined ? add(stages, withId(input)) : change(stages, 'id', stage[3], input);
    }
    if (path.endsWith('/batch/upsert')) return upsert(list(path), input['inputs'] as Row[], withId);
    if (method === 'GET') return [200, { results: list(path) }];
    if (method === 'PATCH') {
      const [, key = '', name = ''] = /^(.*)\/([^/]+)$/.exec(path) ?? [];
      return change(list(key), 'name', name, input);
    }
    return add(list(path), input.stages ? withId({ ...input, stages: input.stages.map(withId) }) : input);
  };
  return startScripted((response, request) => json(response, ...answer(request)));
}

function amount(): Row {
  return { name: 'amount', label: 'Amount', type: 'number', fieldType: 'number', groupName: 'dealinformation' };
}

function add(rows: Row[], row: Row): [number, unknown] {
  rows.push(row);
  return [201, row];
}

function change(rows: Row[], by: 'id' | 'name', value: string, input: Row): [number, unknown] {
  const row = rows.find((one) => one[by] === value);
  return row ? [200, Object.assign(row, input)] : [404, { message: 'resource not found' }];
}

function upsert(rows: Row[], inputs: Row[], withId: (row: Row) => Row): [number, unknown] {
  const results = inputs.map((input) => {
    const known = rows.find((row) => row['key'] === input.id);
    const row = known ?? withId({ key: input.id });
    if (!known) rows.push(row);
    const { id } = row;
    return { id, new: !known, objectWriteTraceId: input.id, properties: {}, updatedAt: '2026-11-21T00:00:00Z' };
  });
  return [200, { results }];
}
