import type {ChainableCommander, Redis} from 'ioredis';
import type {RedisChange, RedisCommand} from '../scenarios/live.ts';

/** How often a value is tried again because others write the key in the same instant; each time one of them has got through. */
export const mostConflicts = 50;

export const tooManyConflicts = 'others write the key all the time';

/** Runs commands in one round trip. */
export async function runAll(client: Redis, commands: readonly RedisCommand[]): Promise<unknown[]> {
	return repliesOf(await called(client.pipeline(), commands).exec());
}

/**
 * Runs a change in one transaction, which is begun again where another writes its keys meanwhile.
 * @returns the replies to what it wrote
 * @throws Error when others write the keys all the time
 */
export async function change(client: Redis, {keys, reads, writes}: RedisChange): Promise<unknown[]> {
	if (keys.length === 0) {
		return [];
	}

	for (let conflicts = 0; conflicts < mostConflicts; conflicts++) {
		const [, ...read] = repliesOf(await called(client.pipeline().watch(...keys), reads).exec());
		const written = writes(read);
		if (written.length === 0) {
			await client.unwatch();
			return [];
		}

		const done = await called(client.multi(), written).exec();
		if (done) {
			return repliesOf(done);
		}
	}

	throw new Error(tooManyConflicts);
}

function called(pipeline: ChainableCommander, commands: readonly RedisCommand[]): ChainableCommander {
	for (const [name, ...words] of commands) {
		pipeline.call(name, ...words);
	}

	return pipeline;
}

/** @throws what Redis refused first */
function repliesOf(done: ReadonlyArray<[error: Error | null, reply: unknown]> | null): unknown[] {
	const refused = done?.find(([error]) => error)?.[0];
	if (refused) {
		throw refused;
	}

	return (done ?? []).map(([, reply]) => reply);
}
