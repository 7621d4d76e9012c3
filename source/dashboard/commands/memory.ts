import {Problem, sayFailure} from '../../words/problem.ts';
import {StoreFailure} from '../../stores/store-failure.ts';
import {waitBriefly} from '../../flows/give-up.ts';
import {limitKeys, type MemoryLimit, redisMemory} from '../../flows/redis-memory.ts';
import type {MemoryCommands} from '../update/update-memory.ts';
import type {Carriers, Surroundings} from './surroundings.ts';

/** How full Redis is, and the memory that it is given for an experiment. */
export type Memory = {
	readonly carriers: Carriers<keyof MemoryCommands>;
	/** Asks Redis, and says what it told. */
	look(): Promise<void>;
	/** Gives a Redis of others back the memory that it had; where that fails, says what is to be done by hand. */
	close(): Promise<string | undefined>;
};

export function createMemory({say, fail, services, key}: Pick<Surroundings, 'say' | 'fail' | 'services' | 'key'>): Memory {
	let limited: MemoryLimit | undefined;
	/** One change after the other. */
	let lastTurn: Promise<unknown> = Promise.resolve();

	const look = async () => {
		const {cache} = services()!;
		const pattern = key()?.pattern;
		if (pattern === undefined) {
			return;
		}

		// The reads say what is wrong with Redis.
		const holdings = await cache.holdingsLike(pattern).catch(() => undefined);
		if (!holdings) {
			return;
		}

		say({type: 'layer-looked-into', layer: 'redis', holdings});
		await redisMemory(cache).then(
			memory => say({type: 'memory-told', memory}),
			(error: unknown) => say({type: 'memory-not-told', reason: error instanceof StoreFailure ? error.reason : 'no answer'}),
		);
	};

	const restore = async () => {
		await limited?.restore();
		limited = undefined;
	};

	const limit = async (keys: number | undefined) => {
		await restore();
		if (keys !== undefined) {
			const {cache} = services()!;
			const {count = 0, bytes = 0} = await cache.holdingsLike(key()!.pattern!);
			if (count === 0 || bytes === undefined) {
				throw new Problem('Redis holds no answer yet, so that none can be weighed');
			}

			limited = await limitKeys(cache, {keys, keyBytes: bytes / count, beside: bytes});
		}

		say({type: 'memory-limited', keys});
		await look();
	};

	return {
		look,
		carriers: {
			'limit-memory'({keys}) {
				const turn = lastTurn.then(async () => limit(keys)).catch((error: unknown) => fail('the memory of Redis stays as it was', error));
				lastTurn = turn;
			},
		},
		async close() {
			if (services()?.cache.backend.kind !== 'server') {
				return undefined;
			}

			let refusal: string | undefined;
			await waitBriefly(
				lastTurn.then(restore).catch((error: unknown) => {
					refusal = sayFailure(error);
				}),
			);
			return refusal ?? limited?.undone;
		},
	};
}
