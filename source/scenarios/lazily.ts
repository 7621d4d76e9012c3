/** Makes something when it is first asked for, so that the first frame does not wait for what it does not need. */
export function lazily<T>(make: () => T): () => T {
	let made: {readonly value: T} | undefined;
	return () => (made ??= {value: make()}).value;
}
