/** A queue of scheduled things. They come out in order of time, and at equal times in the order they went in. */
export type EventQueue<T> = {
	readonly size: number;
	/** The time of the next one. Infinity when the queue is empty. */
	readonly nextAt: number;
	push(at: number, event: T): void;
	/** Takes out the next one. Undefined when the queue is empty. */
	pop(): T | undefined;
};

type Entry<T> = {readonly at: number; readonly order: number; readonly event: T};

/** A binary heap. */
export function createEventQueue<T>(): EventQueue<T> {
	const heap: Array<Entry<T>> = [];
	let pushed = 0;
	return {
		get size() {
			return heap.length;
		},
		get nextAt() {
			return heap[0]?.at ?? Number.POSITIVE_INFINITY;
		},
		push(at, event) {
			const entry = {at, order: pushed++, event};
			let place = heap.push(entry) - 1;
			while (place > 0) {
				const parent = (place - 1) >> 1;
				if (!comesBefore(entry, heap[parent]!)) {
					break;
				}

				heap[place] = heap[parent]!;
				place = parent;
			}

			heap[place] = entry;
		},
		pop() {
			const first = heap[0];
			const last = heap.pop();
			if (first === undefined || last === undefined || heap.length === 0) {
				return first?.event;
			}

			let place = 0;
			for (;;) {
				let child = 2 * place + 1;
				if (child + 1 < heap.length && comesBefore(heap[child + 1]!, heap[child]!)) {
					child++;
				}

				if (child >= heap.length || !comesBefore(heap[child]!, last)) {
					break;
				}

				heap[place] = heap[child]!;
				place = child;
			}

			heap[place] = last;
			return first.event;
		},
	};
}

function comesBefore<T>(one: Entry<T>, other: Entry<T>): boolean {
	return one.at < other.at || (one.at === other.at && one.order < other.order);
}
