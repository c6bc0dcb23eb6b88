/** Counts tries, in memory and bounded. Each gateway process counts for itself. */
export interface RateLimit {
  /** Counts a try. Answers 0 when it is within the limit, else after how many seconds to come again. */
  take(key: string): number;
}

export interface RateLimitOptions {
  tries: number;
  windowMs: number;
  /** Keys remembered at once; beyond it the oldest is forgotten, so that nobody can fill the memory. */
  maxKeys: number;
  /** Milliseconds since 1970. */
  now(): number;
}

/** A window starts at a key's first try and ends by itself: refused tries do not prolong it. */
export function createRateLimit({ tries, windowMs, maxKeys, now }: RateLimitOptions): RateLimit {
  /** In the order in which the windows started, which is the order in which they end. */
  const windows = new Map<string, { taken: number; endsAt: number }>();
  return {
    take(key) {
      const window = windows.get(key);
      if (window !== undefined && window.endsAt > now()) {
        window.taken += 1;
        return window.taken <= tries ? 0 : Math.ceil((window.endsAt - now()) / 1000);
      }
      windows.delete(key);
      windows.set(key, { taken: 1, endsAt: now() + windowMs });
      for (const oldest of windows.keys()) {
        if (windows.size <= maxKeys) break;
        windows.delete(oldest);
      }
      return 0;
    },
  };
}
