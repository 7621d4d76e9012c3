import type {Flight} from './read-answer.ts';

/** The flights of many readers or keys, each kept for as long as somebody is on it. */
export type Flights = {
	/** Reads on the flight of a name. */
	with<T>(name: string, read: (flight: Flight) => Promise<T>): Promise<T>;
};

export function createFlights(): Flights {
	const flights = new Map<string, {readonly flight: Flight; readers: number}>();
	return {
		async with(name, read) {
			const held = flights.get(name) ?? {flight: {current: undefined}, readers: 0};
			flights.set(name, held);
			held.readers++;
			try {
				return await read(held.flight);
			} finally {
				held.readers--;
				// A refill that nobody waits for is still under way, or left word for who comes next.
				if (held.readers === 0 && !held.flight.current && !held.flight.left) {
					flights.delete(name);
				}
			}
		},
	};
}
