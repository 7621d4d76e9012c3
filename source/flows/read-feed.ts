import type {Read} from './read-answer.ts';

/** The reads of a load: those under way, and word of each that ends. */
export type ReadFeed = {
	/** How many are under way. */
	readonly underWay: number;
	/** Adds a read that has begun; its result is told to all who watch. */
	add(read: Promise<Read>): void;
	/** Resolves when the reads that are under way now have ended. */
	settled(): Promise<void>;
	/** Calls `listener` with each read that ends. @returns the function that stops it */
	watch(listener: (read: Read) => void): () => void;
};

export function createReadFeed(): ReadFeed {
	const underWay = new Set<Promise<unknown>>();
	const listeners = new Set<(read: Read) => void>();
	return {
		get underWay() {
			return underWay.size;
		},
		add(read) {
			const end = async () => {
				const ended = await read;
				underWay.delete(ending);
				for (const listener of listeners) {
					listener(ended);
				}
			};

			const ending = end();
			underWay.add(ending);
		},
		async settled() {
			await Promise.all(underWay);
		},
		watch(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
	};
}
