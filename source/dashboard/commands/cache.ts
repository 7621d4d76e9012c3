import {moveExpiries} from '../../flows/move-expiries.ts';
import type {CacheCommands} from '../update/update-cache.ts';
import type {Carriers, Surroundings} from './surroundings.ts';

/** What is done with the key in Redis. */
export function cacheCarriers({say, fail, services, key: answerKey}: Surroundings): Carriers<keyof CacheCommands> {
	/** The keys of all are on the move; another TTL ends it. */
	let moving = new AbortController();
	const moveAll = async (ttlSeconds: number, graceMs: number) => {
		moving.abort();
		const {cache, scenario} = services()!;
		const pattern = answerKey()?.pattern;
		if (pattern === undefined) {
			return;
		}

		moving = new AbortController();
		const {signal} = moving;
		const tell = (count: number, isOver: boolean) => {
			if (!signal.aborted) {
				say({type: 'expiries-moved', count, isOver});
			}
		};
		await moveExpiries(cache, scenario.question.codec, {pattern, ttlSeconds, graceMs}, {signal, moved: count => tell(count, false)}).then(
			count => tell(count, true),
			(error: unknown) => (signal.aborted ? undefined : fail('not all keys have the new expiry', error)),
		);
	};

	return {
		'move-expiry'({key, ttlSeconds, graceMs}) {
			services()
				?.cache.moveExpiry(key, value => value.answer.asOfMs + ttlSeconds * 1000, graceMs)
				.then(
					async moved => {
						say({type: 'expiry-moved', expiresAtMs: moved?.expiresAtMs});
						return moveAll(ttlSeconds, graceMs);
					},
					(error: unknown) => fail('the key keeps its old expiry', error),
				);
		},
		'remove-key'({key}) {
			services()
				?.cache.remove(key)
				.then(
					() => say({type: 'key-removed'}),
					(error: unknown) => fail('the key was not expired', error),
				);
		},
	};
}
