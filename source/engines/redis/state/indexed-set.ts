/** A set of which any member can be taken by its place. Removing moves the last one into the gap. */
export class IndexedSet<T> {
	readonly #list: T[] = [];
	readonly #places = new Map<T, number>();

	get size(): number {
		return this.#list.length;
	}

	has(member: T): boolean {
		return this.#places.has(member);
	}

	/** Whether it was not there yet. */
	add(member: T): boolean {
		const isNew = !this.#places.has(member);
		if (isNew) {
			this.#places.set(member, this.#list.push(member) - 1);
		}

		return isNew;
	}

	/** Whether it was there. */
	delete(member: T): boolean {
		const place = this.#places.get(member);
		if (place === undefined) {
			return false;
		}

		const last = this.#list.pop()!;
		if (place < this.#list.length) {
			this.#list[place] = last;
			this.#places.set(last, place);
		}

		return this.#places.delete(member);
	}

	clear(): void {
		this.#list.length = 0;
		this.#places.clear();
	}

	at(place: number): T | undefined {
		return this.#list[place];
	}

	/** Any member, each equally likely; undefined when there is none. */
	random(): T | undefined {
		return this.#list[Math.floor(Math.random() * this.#list.length)];
	}

	[Symbol.iterator](): IterableIterator<T> {
		return this.#list.values();
	}
}
