/** A mail server that says what it is told to, or hangs up, at one point of the conversation. */
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';

/** Where: the greeting, a command, or the end of the text. */
export type Point = 'greeting' | 'EHLO' | 'MAIL' | 'RCPT' | 'DATA' | 'text';
/** An answer like `451 later`, or `cut` for hanging up; or what happens before the usual answer. */
export type Script = Partial<Record<Point, string | (() => Promise<void>)>>;

const POINTS = ['EHLO', 'MAIL', 'RCPT', 'DATA'] as const;

const GOOD: Record<Point, string> = {
  greeting: '220 test',
  EHLO: '250 test',
  MAIL: '250 ok',
  RCPT: '250 ok',
  DATA: '354 go on',
  text: '250 taken',
};

export interface ScriptedSmtp {
  url: string;
  /** Every line that a client said, texts of mails included. */
  said: string[];
  close(): Promise<void>;
}

export async function scriptedSmtp(script: Script): Promise<ScriptedSmtp> {
  const said: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    let inText = false;
    let rest = '';
    const answer = async (point: Point): Promise<void> => {
      const scripted = script[point];
      if (typeof scripted === 'function') await scripted();
      const words = typeof scripted === 'string' ? scripted : GOOD[point];
      inText = words.startsWith('354');
      if (words === 'cut') socket.destroy();
      else socket.write(`${words}\r\n`);
    };
    const hear = (line: string): void => {
      said.push(line);
      if (inText && line !== '.') return;
      const point = inText ? 'text' : POINTS.find((one) => line.startsWith(one));
      if (point !== undefined) void answer(point);
      else socket.end('221 bye\r\n');
    };
    socket.setEncoding('utf8');
    socket.on('error', () => {});
    socket.on('data', (text: string) => {
      const lines = (rest + text).split('\r\n');
      rest = lines.pop() ?? '';
      for (const line of lines) hear(line);
    });
    void answer('greeting');
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  return {
    url: `smtp://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    said,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
