import { describe, expect, it } from 'vitest';
import { createRateLimit } from '../../src/gateway/pages/rate-limit.ts';
import { network } from '../../src/gateway/pages/visitor.ts';

describe('a rate limit', () => {
  it('says when to come again, and refused tries do not put it off', () => {
    let now = 0;
    const limit = createRateLimit({ tries: 2, windowMs: 10_000, maxKeys: 10, now: () => now });
    expect([limit.take('a'), limit.take('a'), limit.take('a'), limit.take('b')]).toEqual([0, 0, 10, 0]);
    now = 9_001;
    expect(limit.take('a')).toBe(1);
    now = 10_000;
    expect(limit.take('a')).toBe(0);
  });

  it('remembers no more keys than it may', () => {
    const limit = createRateLimit({ tries: 1, windowMs: 10_000, maxKeys: 100, now: () => 0 });
    for (let n = 0; n < 1_000; n++) limit.take(`key ${n}`);
    expect(limit.take('key 999')).toBe(10);
    expect(limit.take('key 0')).toBe(0);
  });
});

it.each([
  ['198.51.100.7', '198.51.100.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:db8::1', '2001:db8:0:0'],
  ['::1', '0:0:0:0'],
  ['', ''],
])('counts %s with its network', (ip, counted) => {
  expect(network(ip)).toBe(counted);
});
