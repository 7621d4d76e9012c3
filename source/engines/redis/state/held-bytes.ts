/** How many bytes each connection makes the engine hold, and all together. */
export class HeldBytes<Client> {
	readonly #byClient = new Map<Client, number>();
	total = 0;

	set(client: Client, bytes: number): void {
		const before = this.#byClient.get(client) ?? 0;
		if (before !== bytes) {
			this.#byClient.set(client, bytes);
			this.total += bytes - before;
		}
	}

	/** The connection that makes the engine hold most. */
	greatest(): Client {
		return [...this.#byClient].reduce((most, each) => (each[1] > most[1] ? each : most))[0];
	}

	delete(client: Client): void {
		this.total -= this.#byClient.get(client) ?? 0;
		this.#byClient.delete(client);
	}
}
