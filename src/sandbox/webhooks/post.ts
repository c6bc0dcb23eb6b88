/** One attempt to deliver a batch: signed like HubSpot's, with its time limit. */
import { signV1, signV3 } from '../../hubspot/signature.ts';

const TIMEOUT_MS = 5_000;

/** `status` of the answer, or why there was none. */
export type Attempt = { status: number } | { error: string };

/**
 * Posts a batch. The timestamp is the machine's clock at this attempt, not the sandbox's: the receiver compares it with
 * its own clock, and only HubSpot's records live in the world's time.
 */
export async function postSigned(target: string, secret: string, body: string, closing: AbortSignal): Promise<Attempt> {
  const timestamp = Date.now();
  try {
    const response = await fetch(target, {
      method: 'POST',
      redirect: 'manual',
      signal: AbortSignal.any([AbortSignal.timeout(TIMEOUT_MS), closing]),
      headers: {
        'Content-Type': 'application/json',
        'User-Agent': 'HubSpot Connect 2.0 (sandbox) (namespace: webhooks-nio-http-client)',
        'X-HubSpot-Signature': signV1(secret, body),
        'X-HubSpot-Signature-Version': 'v1',
        'X-HubSpot-Request-Timestamp': String(timestamp),
        'X-HubSpot-Signature-v3': signV3({ secret, method: 'POST', uri: target, body, timestamp }),
      },
      body,
    });
    // Read to the end, or the connection is not used again.
    await response.arrayBuffer();
    return { status: response.status };
  } catch (error) {
    const timedOut = error instanceof Error && error.name === 'TimeoutError';
    return { error: timedOut ? `no answer within ${TIMEOUT_MS / 1000} s` : 'connection failed' };
  }
}
