/** A member with its score. */
export type Scored = {readonly member: string; readonly score: number};

const piece = 256;

/** Whether `a` comes before `b`: by score, then by the bytes of the member. */
const isBefore = (a: Scored, b: Scored): boolean => a.score < b.score || (a.score === b.score && a.member < b.member);

/** Members in the order of their scores, held in short sorted pieces: to find, add and remove costs little at any size. */
export class SortedSet {
	readonly #scored = new Map<string, Scored>();
	#pieces: Scored[][] = [];

	get size(): number {
		return this.#scored.size;
	}

	score(member: string): number | undefined {
		return this.#scored.get(member)?.score;
	}

	set(member: string, score: number): void {
		this.delete(member);
		const scored = {member, score};
		this.#scored.set(member, scored);
		const after = this.#pieceOf(each => isBefore(each, scored));
		const at = Math.min(after, this.#pieces.length - 1);
		if (at < 0) {
			this.#pieces.push([scored]);
			return;
		}

		const list = this.#pieces[at]!;
		const place = placeIn(list, each => isBefore(each, scored));
		list.splice(place, 0, scored);
		if (list.length > 2 * piece) {
			this.#pieces.splice(at, 1, list.slice(0, piece), list.slice(piece));
		}
	}

	/** Whether it was there. */
	delete(member: string): boolean {
		const scored = this.#scored.get(member);
		if (scored === undefined) {
			return false;
		}

		const at = this.#pieceOf(each => isBefore(each, scored));
		const list = this.#pieces[at]!;
		const place = placeIn(list, each => isBefore(each, scored));
		list.splice(place, 1);
		if (list.length === 0) {
			this.#pieces.splice(at, 1);
		}

		return this.#scored.delete(member);
	}

	/** How many members come before the first one for which this does not hold; it holds for a first part of them. */
	countWhile(holds: (scored: Scored) => boolean): number {
		const at = this.#pieceOf(holds);
		let count = placeIn(this.#pieces[at] ?? [], holds);
		for (let i = 0; i < at; i++) {
			count += this.#pieces[i]!.length;
		}

		return count;
	}

	/** The members from `start` to before `end`, in order. */
	range(start: number, end: number): Scored[] {
		const found: Scored[] = [];
		let first = 0;
		for (const list of this.#pieces) {
			if (first + list.length > start && first < end) {
				found.push(...list.slice(Math.max(0, start - first), end - first));
			}

			first += list.length;
		}

		return found;
	}

	/** The first piece whose last member does not hold. */
	#pieceOf(holds: (scored: Scored) => boolean): number {
		return placeIn(this.#pieces, list => holds(list.at(-1)!));
	}
}

/** Where the first part, for which `holds` does, ends. */
export function placeIn<T>(list: readonly T[], holds: (each: T) => boolean): number {
	let [low, high] = [0, list.length];
	while (low < high) {
		const middle = (low + high) >>> 1;
		if (holds(list[middle]!)) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}

	return low;
}
