/**
 * Opens something on a port of loopback, or on one of the ports after it when that is taken, or else on any free one.
 * @param open listens on the port and rejects with `EADDRINUSE` when it is taken
 */
export async function listenNear<T>(preferred: number, open: (port: number) => Promise<T>): Promise<T> {
  const next = preferred === 0 ? [] : Array.from({ length: 10 }, (_, n) => preferred + n);
  for (const port of next) {
    try {
      return await open(port);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    }
  }
  return open(0);
}
