import leven from 'leven';

/** " (did you mean x?)" when something known is at most two edits away. */
export function near(word: string, known: readonly string[]): string {
	const best = nearest(word, known);
	return best === undefined ? '' : ` (did you mean ${best}?)`;
}

/** What is known and at most two edits away. */
export function nearest(word: string, known: readonly string[]): string | undefined {
	const [best] = known.map(name => ({name, edits: leven(word, name)})).sort((a, b) => a.edits - b.edits);
	return best && best.edits <= 2 ? best.name : undefined;
}
