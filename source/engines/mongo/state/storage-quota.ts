import {getHeapStatistics} from 'node:v8';
import {uassert} from '../mongo-error.ts';

const gibibyte = 1024 ** 3;

/** What a document takes: its BSON, and an estimate of its share of the heap. */
export type Space = {readonly bytes: number; readonly heapBytes: number};

/** Bounds what all collections hold together. */
export class StorageQuota {
	readonly #limit: Space;
	#bytes = 0;
	#heapBytes = 0;

	/** @param limit Default: 2 GB of BSON, and three fifths of the heap that this thread may use. */
	constructor(limit: Space = {bytes: 2 * gibibyte, heapBytes: getHeapStatistics().heap_size_limit * 0.6}) {
		this.#limit = limit;
	}

	/** Takes space for a document, in place of an old one. @throws MongoError `ExceededMemoryLimit` when there is not enough. */
	take(space: Space, old?: Space): void {
		const bytes = this.#bytes + space.bytes - (old?.bytes ?? 0);
		const heapBytes = this.#heapBytes + space.heapBytes - (old?.heapBytes ?? 0);
		uassert(
			(!(bytes > this.#limit.bytes) || !(bytes > this.#bytes)) && (!(heapBytes > this.#limit.heapBytes) || !(heapBytes > this.#heapBytes)),
			'ExceededMemoryLimit',
			() =>
				`The embedded engine is full: its documents take ${Math.round(this.#bytes / 1024 / 1024)} MB and about ${Math.round(this.#heapBytes / 1024 / 1024)} MB of memory`,
		);
		this.#bytes = bytes;
		this.#heapBytes = heapBytes;
	}

	give(space: Space): void {
		this.#bytes -= space.bytes;
		this.#heapBytes -= space.heapBytes;
	}
}
