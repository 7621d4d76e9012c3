import type {Backend} from '../stores/backend.ts';
import {formatCount} from '../words/count.ts';
import {askYes} from './ask-yes.ts';
import type {Voice} from './voice.ts';

/**
 * Memory that a Redis of others is to get is a question: what others keep there may be evicted.
 * @throws Problem unless it is agreed to
 */
export async function askBeforeLimiting(
	{cache: {backend}}: {readonly cache: {readonly backend: Backend}},
	{yes}: {readonly yes: boolean},
	voice: Pick<Voice, 'ask'>,
	keys: number,
): Promise<void> {
	if (yes || backend.kind !== 'server') {
		return;
	}

	const {label, address} = backend;
	const what = `${label} at ${address} would get maxmemory for ${formatCount(keys)} keys and evict by allkeys-lru until the load ends, keys of others too`;
	await askYes(voice, `${what}. Let it`, {flagged: `${what}: add --yes to let it`, refused: 'The memory of Redis stays as it is'});
}
