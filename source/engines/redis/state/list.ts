/** A list that grows and shrinks at both ends at the same cost: its first part is held backwards. */
export class List {
	#front: string[] = [];
	#back: string[] = [];

	get size(): number {
		return this.#front.length + this.#back.length;
	}

	push(element: string, atHead: boolean): void {
		(atHead ? this.#front : this.#back).push(element);
	}

	/** Takes an element off; undefined when there is none. */
	pop(atHead: boolean): string | undefined {
		const end = atHead ? this.#front : this.#back;
		if (end.length === 0) {
			// The other part holds all: half of it changes sides.
			const all = this.range(0, this.size);
			const middle = (all.length + (atHead ? 1 : 0)) >> 1;
			this.#front = all.slice(0, middle).reverse();
			this.#back = all.slice(middle);
		}

		return (atHead ? this.#front : this.#back).pop();
	}

	/** The elements from `start` to before `end`; both lie within the list. */
	range(start: number, end: number): string[] {
		const {length} = this.#front;
		return Array.from({length: Math.max(0, end - start)}, (_, i) =>
			start + i < length ? this.#front[length - 1 - start - i]! : this.#back[start + i - length]!,
		);
	}
}
