/**
 * How the page changes anything: by HubSpot's API like everybody, as the person who sits at the screen. The server makes
 * the call, so the browser never has the token, and the API stays as strict as it is.
 */
import { z } from 'zod';
import type { Owner } from '../catalog/owners.ts';

/** What HubSpot said no to. */
export class Refused extends Error {
  /** What it said about single properties. */
  readonly fields: Record<string, string>;

  constructor(message: string, fields: Record<string, string> = {}) {
    super(message);
    this.fields = fields;
  }
}

/** One call; `body` is sent as JSON unless it is a form. Throws `Refused` with HubSpot's words. */
export type AsPerson = (method: string, path: string, body?: object) => Promise<unknown>;

/** Calls the sandbox's API without a network between. */
export type CallApi = (path: string, init: RequestInit) => Response | Promise<Response>;

const problemSchema = z.object({
  message: z.string(),
  errors: z
    .array(z.object({ message: z.string(), context: z.record(z.string(), z.array(z.string())).optional() }))
    .optional(),
});

export function asPerson(callApi: CallApi, token: string, owner: Owner): AsPerson {
  return async (method, path, body) => {
    const isForm = body instanceof FormData;
    const response = await callApi(path, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        'x-sandbox-user': owner.id,
        ...(isForm ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const answer: unknown = text === '' ? undefined : JSON.parse(text);
    if (response.ok) return answer;
    throw refused(answer);
  };
}

function refused(answer: unknown): Refused {
  const { message, errors = [] } = problemSchema.parse(answer);
  const named = errors.flatMap(({ message: text, context }) =>
    (context?.['propertyName'] ?? []).map((name): [string, string] => [name, text]),
  );
  return new Refused(
    errors.length > 0 ? errors.map((each) => each.message).join(' ') : message,
    Object.fromEntries(named),
  );
}
