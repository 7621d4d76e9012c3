/** Quantiles of numbers from 0 on, in bounded memory (32 KB) however many are added. */
export type AgeHistogram = {
	readonly count: number;
	/** Adds one number of 0 or more, once or so many times. */
	add(age: number, times?: number): void;
	/** Adds all numbers of another, each as the middle of its bucket. */
	absorb(other: AgeHistogram): void;
	/** Visits each bucket that holds numbers: a number that stands for them, and how many they are. */
	each(visit: (age: number, times: number) => void): void;
	/** What a share `p` (0…1) does not exceed, within 1/2,048 of the greatest number added; 0 before the first. */
	quantile(p: number): number;
};

const buckets = 4096;

/**
 * Equal buckets whose width doubles, two becoming one, whenever a number lies beyond the last.
 * @param width the width to begin with; the least one that quantiles are told apart by
 */
export function createAgeHistogram(width = 1): AgeHistogram {
	const counts = new Float64Array(buckets);
	let count = 0;
	let wide = width;
	let greatest = 0;

	const widen = () => {
		wide *= 2;
		for (let bucket = 0; bucket < buckets; bucket++) {
			const from = 2 * bucket;
			counts[bucket] = from < buckets ? counts[from]! + counts[from + 1]! : 0;
		}
	};

	return {
		get count() {
			return count;
		},
		add(age, times = 1) {
			while (age >= wide * buckets) {
				widen();
			}

			count += times;
			greatest = Math.max(greatest, age);
			counts[Math.floor(age / wide)]! += times;
		},
		absorb(other) {
			other.each((age, times) => {
				this.add(age, times);
			});
		},
		each(visit) {
			for (const [bucket, times] of counts.entries()) {
				if (times > 0) {
					visit(Math.min(greatest, (bucket + 0.5) * wide), times);
				}
			}
		},
		quantile(p) {
			const wanted = p * count;
			let passed = 0;
			for (let bucket = 0; bucket < buckets; bucket++) {
				const inside = counts[bucket]!;
				if (inside > 0 && passed + inside >= wanted) {
					return Math.min(greatest, (bucket + (wanted - passed) / inside) * wide);
				}

				passed += inside;
			}

			return greatest;
		},
	};
}
