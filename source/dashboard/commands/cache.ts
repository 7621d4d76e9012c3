import type {CacheCommands} from '../update/update-cache.ts';
import type {Carriers, Surroundings} from './surroundings.ts';

/** What is done with the key in Redis. */
export function cacheCarriers({say, fail, services}: Surroundings): Carriers<keyof CacheCommands> {
	return {
		'move-expiry'({key, ttlSeconds, graceMs}) {
			services()
				?.cache.moveExpiry(key, value => value.answer.asOfMs + ttlSeconds * 1000, graceMs)
				.then(
					moved => say({type: 'expiry-moved', expiresAtMs: moved?.expiresAtMs}),
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
