import {expect, test} from 'vitest';
import {askBeforeLimiting} from '../../source/reports/ask-before-limiting.ts';

const ended = async (kind: 'server' | 'embedded', yes: boolean, answer: string | undefined) =>
	askBeforeLimiting({cache: {backend: {kind, label: 'Redis 7.0', version: '7.0', address: 'redis://h:6379'}}}, {yes}, {ask: async () => answer}, 1000).then(
		() => 'agreed',
		(error: unknown) => (error as Error).message,
	);

test("the memory of a Redis of one's own is a question, that of the embedded engine is none", async () => {
	expect(await ended('embedded', false, undefined)).toBe('agreed');
	expect(await ended('server', true, undefined)).toBe('agreed');
	expect(await ended('server', false, 'y')).toBe('agreed');
	expect(await ended('server', false, 'n')).toBe('The memory of Redis stays as it is');
	expect(await ended('server', false, undefined)).toBe(
		'Redis 7.0 at redis://h:6379 would get maxmemory for 1,000 keys and evict by allkeys-lru until the load ends, keys of others too: add --yes to let it',
	);
});
