/** One JSON object a line on stderr; stdout belongs to what a command answers. */
export type LogFields = Record<string, string | number | boolean>;

export interface Logger {
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

/**
 * @param write takes one line without line break.
 * Callers log ids, counts and reasons. Values of properties, headers and messages of foreign errors may hold personal
 * data or secrets and stay out; for errors there is {@link errorKind}.
 */
export function createLogger(write: (line: string) => void = (line) => console.error(line)): Logger {
  const at = (level: 'info' | 'warn' | 'error') => (message: string, fields?: LogFields) =>
    write(JSON.stringify({ time: new Date().toISOString(), level, message, ...fields }));
  return { info: at('info'), warn: at('warn'), error: at('error') };
}

/** What an error is, without what it says: its class, and the code (gRPC, Node) of it or of its cause. */
export function errorKind(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const code = codeOf(error) ?? codeOf(error.cause);
  return code === undefined ? error.name : `${error.name} ${code}`;
}

function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' || typeof error.code === 'number' ? String(error.code) : undefined;
}
