import { describe, expect, it } from 'vitest';
import { contactPlaces } from '../../src/hubspot/contact-places.ts';
import { PortalNotReadyError } from '../../src/hubspot/portal-ids.ts';
import type { Pipeline } from '../../src/hubspot/schemas.ts';
import { startPortal } from './portal.ts';

const stage = (id: string, metadata: Record<string, string> = {}) => ({ id, label: id, displayOrder: 0, metadata });
const pipeline = (id: string, displayOrder: number, stages: Pipeline['stages']): Pipeline => ({
  id,
  label: id,
  displayOrder,
  stages,
});
const placesOf = (lead: Pipeline[], ticket: Pipeline[] = []) =>
  contactPlaces({ pipelines: async (object) => (object === 'lead' ? lead : ticket) });

describe('where leads and tickets begin and end', () => {
  it('[L-01] [L-02] is known of a portal as HubSpot ships it', async () => {
    const portal = await startPortal();
    const places = await contactPlaces(portal.hubspot);
    await portal.close();
    expect(places).toEqual({
      leads: {
        pipelineId: 'lead-pipeline-id',
        opensIn: 'new-stage-id',
        closesIn: 'unqualified-stage-id',
        closed: ['qualified-stage-id', 'unqualified-stage-id'],
      },
      closedTickets: { 0: ['4'] },
    });
  });

  it("[L-01] follows what stages mean in a portal's own first pipeline", async () => {
    const own = pipeline('7', 0, [
      stage('71', { leadState: 'NEW' }),
      stage('72', { leadState: 'IN_PROGRESS' }),
      stage('73', { leadState: 'UNQUALIFIED' }),
      stage('74', { leadState: 'UNQUALIFIED' }),
      stage('75', { leadState: 'QUALIFIED' }),
    ]);
    const second = pipeline('8', 1, [stage('new-stage-id'), stage('unqualified-stage-id')]);
    const { leads } = await placesOf([second, own]);
    expect(leads).toEqual({ pipelineId: '7', opensIn: '71', closesIn: '73', closed: ['73', '74', '75'] });
  });

  it('[L-01] is known by the ids that HubSpot ships where stages do not say what they mean', async () => {
    const ids = ['new', 'attempting', 'connected', 'qualified', 'unqualified'];
    const { leads } = await placesOf([
      pipeline(
        '7',
        0,
        ids.map((id) => stage(`${id}-stage-id`)),
      ),
    ]);
    expect(leads).toMatchObject({ opensIn: 'new-stage-id', closesIn: 'unqualified-stage-id' });
    expect(leads.closed).toEqual(['qualified-stage-id', 'unqualified-stage-id']);
  });

  it.each([
    ['no pipeline', []],
    ['no stage to begin in', [pipeline('7', 0, [stage('x', { leadState: 'UNQUALIFIED' })])]],
    ['no stage to end in', [pipeline('7', 0, [stage('x', { leadState: 'NEW' })])]],
  ])('[L-01] waits for a portal with %s', async (_what, leads) => {
    await expect(placesOf(leads)).rejects.toThrow(PortalNotReadyError);
  });
});
