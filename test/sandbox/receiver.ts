/** An app's webhook endpoint, for tests: keeps what arrives and answers as told. */
import { createServer, type IncomingHttpHeaders } from 'node:http';

export interface ReceivedPost {
  headers: IncomingHttpHeaders;
  raw: string;
  events: Record<string, unknown>[];
}

export interface Receiver {
  url: string;
  posts: ReceivedPost[];
  /** All events so far, in the order of arrival. */
  events(): Record<string, unknown>[];
  /** Answers to the next POSTs: a status, or `reset` to cut the connection. 204 when there are none left. */
  answers: (number | 'reset')[];
  close(): Promise<void>;
}

export async function startReceiver(): Promise<Receiver> {
  const posts: ReceivedPost[] = [];
  const answers: (number | 'reset')[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const raw = Buffer.concat(chunks).toString();
      posts.push({ headers: request.headers, raw, events: JSON.parse(raw) as Record<string, unknown>[] });
      const answer = answers.shift() ?? 204;
      if (answer === 'reset') request.socket.destroy();
      else response.writeHead(answer).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/webhooks/hubspot?from=hub%40spot`,
    posts,
    answers,
    events: () => posts.flatMap(({ events }) => events),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
