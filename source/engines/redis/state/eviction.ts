import type {Entry} from './entry.ts';

/** What goes when memory is full (Redis: maxmemory-policy). */
export const policies = [
	'volatile-lru',
	'volatile-lfu',
	'volatile-random',
	'volatile-ttl',
	'allkeys-lru',
	'allkeys-lfu',
	'allkeys-random',
	'noeviction',
] as const;

export type Policy = (typeof policies)[number];

const minuteMs = 60_000;
const startFrequency = 5;

/** The entry with the greatest rank is evicted first. `frequency`: as it is now. */
export function rank(policy: Policy, {usedAtMs, expiresAtMs}: Entry, frequency: number): number {
	return policy.endsWith('lru') ? -usedAtMs : policy.endsWith('lfu') ? -frequency : policy === 'volatile-ttl' ? -expiresAtMs : 0;
}

/** A frequency after some time without use: it falls by one every `minutes`; with 0 it stays. */
export const decayed = (frequency: number, unusedMs: number, minutes: number): number =>
	minutes === 0 ? frequency : Math.max(0, frequency - Math.floor(Math.floor(unusedMs / minuteMs) / minutes));

/** A frequency after one use: the greater it is, the less likely it grows. */
export const increased = (frequency: number, factor: number): number =>
	frequency < 255 && Math.random() < 1 / (Math.max(0, frequency - startFrequency) * factor + 1) ? frequency + 1 : frequency;
