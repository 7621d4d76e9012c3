/**
 * Gathers what is to be written until all requests that have arrived by now are answered, and then writes it at once:
 * one write to the journal, and one to each connection while their readers are still busy with the first.
 */
export class Outbox {
	#writes: Array<() => void> = [];
	readonly #beforeWriting: () => void;

	/** `beforeWriting` runs once before each round. */
	constructor(beforeWriting: () => void) {
		this.#beforeWriting = beforeWriting;
	}

	add(write: () => void): void {
		if (this.#writes.push(write) === 1) {
			setImmediate(() => this.#run());
		}
	}

	#run(): void {
		const writes = this.#writes;
		this.#writes = [];
		this.#beforeWriting();
		for (const write of writes) {
			write();
		}
	}
}
