/** How many lives a mean over jitter samples. */
const lives = 64;

/** A mean over the lives that jitter makes of a TTL, which are spread evenly over T × (1 ± jitter). */
export function meanOverLives<Figures extends Readonly<Record<string, number>>>(ttlSeconds: number, jitter: number, of: (seconds: number) => Figures): Figures {
	if (jitter === 0) {
		return of(ttlSeconds);
	}

	const all = Array.from({length: lives}, (_, i) => of(ttlSeconds * (1 + jitter * ((2 * i + 1) / lives - 1))));
	return Object.fromEntries(Object.keys(all[0]!).map(name => [name, all.reduce((sum, one) => sum + one[name]!, 0) / lives])) as Figures;
}
