/** What the size of our workflow bundle is compared with: the SDK's own code and nothing of ours. */
import { condition } from '@temporalio/workflow';

export async function emptyWorkflow(): Promise<void> {
  await condition(() => true);
}
