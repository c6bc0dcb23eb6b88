import type { Client } from '@temporalio/client';
import { expect, it, vi } from 'vitest';
import { tellContact } from '../../src/gateway/pages/tell.ts';
import { consentSignal } from '../../src/workflows/messages.ts';

it('[R-02] the workflow of the contact is told, and started where there is none; no address is in it', async () => {
  const signalWithStart = vi.fn();
  const withDeadline = (_deadline: number, work: () => Promise<void>) => work();
  const client = { withDeadline, workflow: { signalWithStart } } as unknown as Client;
  const news = { key: 'granted-abc', state: 'granted', at: 12, proof: 'abc' } as const;

  await tellContact(client, '62515')('701', news);
  expect(signalWithStart.mock.calls).toEqual([
    [
      'contactWorkflow',
      expect.objectContaining({
        workflowId: 'contact-62515-701',
        args: [{ portalId: '62515', contactId: '701' }],
        signal: consentSignal,
        signalArgs: [news],
        workflowIdReusePolicy: 'ALLOW_DUPLICATE',
        workflowIdConflictPolicy: 'USE_EXISTING',
      }),
    ],
  ]);
});
