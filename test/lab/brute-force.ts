import type {Random} from '../../source/chance/random.ts';

/** What a read-by-read simulation is told; nothing in it comes from `source/lab`. */
export type BruteForceOptions = {
	/** Instants of the reads, ascending. */
	readonly nextArrival: () => number;
	readonly reads: number;
	/** TTL of one fill. */
	readonly ttl: () => number;
	readonly fill?: number;
	readonly protection?: 'none' | 'single-flight' | 'stale-while-revalidate';
	readonly stale?: number;
	readonly isRenewedByHits?: boolean;
	/** Reads at the start that are not counted. */
	readonly warmUp?: number;
};

/** One key, one cache: each read in turn looks at the value there, and at the fills under way. */
export function bruteForce({nextArrival, reads, ttl, fill = 0, protection = 'none', stale = 0, isRenewedByHits = false, warmUp = 0}: BruteForceOptions) {
	let asOf = Number.NaN;
	let expires = Number.NEGATIVE_INFINITY;
	let gone = Number.NEGATIVE_INFINITY;
	const pending: number[] = [];
	const counts = {hits: 0, misses: 0, coalesced: 0, stale: 0, origin: 0, expiries: 0};
	let ageSum = 0;
	let greatestAge = 0;
	let start = 0;
	let now = 0;
	for (let read = -warmUp; read < reads; read++) {
		const before = now;
		now = nextArrival();
		while (pending.length > 0 && pending[0]! + fill <= now) {
			asOf = pending.shift()!;
			expires = asOf + fill + ttl();
			gone = expires + stale;
		}

		if (read === 0) {
			start = before;
			Object.assign(counts, {hits: 0, misses: 0, coalesced: 0, stale: 0, origin: 0, expiries: 0});
			ageSum = 0;
			greatestAge = 0;
		}

		let age = fill;
		if (now <= expires) {
			counts.hits++;
			age = now - asOf;
			if (isRenewedByHits) {
				expires = now + ttl();
			}
		} else {
			if (pending.length === 0) {
				counts.expiries++;
			}

			const isStale = protection === 'stale-while-revalidate' && now <= gone;
			const mustAsk = protection === 'none' || pending.length === 0;
			if (isStale) {
				counts.stale++;
				age = now - asOf;
			} else if (mustAsk) {
				counts.misses++;
			} else {
				counts.coalesced++;
				age = fill;
			}

			if (mustAsk) {
				counts.origin++;
				if (fill === 0) {
					asOf = now;
					expires = now + ttl();
					gone = expires + stale;
				} else {
					pending.push(now);
				}
			}
		}

		ageSum += age;
		greatestAge = Math.max(greatestAge, age);
	}

	return {
		hitRate: counts.hits / reads,
		meanAgeSeconds: ageSum / reads,
		greatestAgeSeconds: greatestAge,
		originPerSecond: counts.origin / (now - start),
		stampedeSize: counts.origin / counts.expiries,
	};
}

/** Instants of a Poisson stream. */
export function poissonInstants(rate: number, random: Random): () => number {
	let now = 0;
	return () => (now += -Math.log(1 - random.next()) / rate);
}

/** Instants of one poller, from `phase` on. */
export function polledInstants(period: number, phase = 0): () => number {
	let count = -1;
	return () => {
		count++;
		return phase + count * period;
	};
}

/** Instants of pollers with random phases, merged by looking for the earliest. */
export function pollersInstants(viewers: number, period: number, random: Random): () => number {
	const next = Array.from({length: viewers}, () => random.next() * period);
	return () => {
		let earliest = 0;
		for (let viewer = 1; viewer < viewers; viewer++) {
			if (next[viewer]! < next[earliest]!) {
				earliest = viewer;
			}
		}

		const now = next[earliest]!;
		next[earliest]! += period;
		return now;
	};
}
