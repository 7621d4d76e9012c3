/** Something that is made when it is first asked for: what the first frame does not need is not made before it. */
export function lazily<T>(make: () => T): () => T {
	let made: {readonly value: T} | undefined;
	return () => (made ??= {value: make()}).value;
}
