/** Counts what reads ask of the origin, apart from everything else that asks it. */
export type OriginMeter = {
	/** Queries begun so far. */
	readonly queries: number;
	/** Fills whose value neither stands in the cache nor failed yet. */
	readonly underWay: number;
	/** Values stored so far. */
	readonly stored: number;
	/** L: the mean time from a query's start until its value stood in the cache, in milliseconds; undefined before the first. */
	readonly meanFillMs: number | undefined;
	began(): void;
	/** A fill is over: its value stands in the cache `fillMs` after its query began, or (undefined) there is none. */
	settled(fillMs: number | undefined): void;
	/** Calls `listener` after each change. @returns the function that ends it */
	watch(listener: () => void): () => void;
};

export function createOriginMeter(): OriginMeter {
	const listeners = new Set<() => void>();
	const counts = {queries: 0, underWay: 0, stored: 0, fillSumMs: 0};
	const tell = () => {
		for (const listener of listeners) {
			listener();
		}
	};

	return {
		get queries() {
			return counts.queries;
		},
		get underWay() {
			return counts.underWay;
		},
		get stored() {
			return counts.stored;
		},
		get meanFillMs() {
			return counts.stored === 0 ? undefined : counts.fillSumMs / counts.stored;
		},
		began() {
			counts.queries++;
			counts.underWay++;
			tell();
		},
		settled(fillMs) {
			counts.underWay--;
			if (fillMs !== undefined) {
				counts.stored++;
				counts.fillSumMs += fillMs;
			}

			tell();
		},
		watch(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
	};
}
