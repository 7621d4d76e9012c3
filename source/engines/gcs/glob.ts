import {invalidParameter} from './gcs-error.ts';

/** One step of a pattern: a sign of a name that it takes, once or as often as wanted. */
type Step = {readonly takes: (sign: string) => boolean; readonly isMany: boolean};

/** Patterns that the alternatives in braces may come to. */
const mostAlternatives = 64;

/**
 * A pattern of names: `*` any signs but a slash, `**` any, `?` one but a slash, `[a-c]` and `[!a]` one of a set, `{a,b}` either. It takes time in
 * proportion to the name's length times the pattern's.
 * @returns whether a name is of the pattern; throws 400 for what is none
 */
export function readGlob(glob: string): (name: string) => boolean {
	const patterns = glob.length > 1024 ? [] : alternatives(glob);
	if (patterns.length === 0 || patterns.length > mostAlternatives) {
		throw noGlob();
	}

	const all = patterns.map(pattern => stepsOf(pattern));
	return name => all.some(steps => isOf(steps, [...name]));
}

/** The pattern with each choice of its first braces, and so on with theirs. */
function alternatives(glob: string): string[] {
	let patterns = [glob];
	for (let at = 0; at <= mostAlternatives && patterns.length <= mostAlternatives && patterns.some(pattern => pattern.includes('{')); at++) {
		patterns = patterns.flatMap(pattern => {
			const [, before, choices, after] = /^([^]*?)\{([^{}]*)\}([^]*)$/.exec(pattern) ?? (pattern.includes('{') ? [] : [pattern, pattern]);
			if (before === undefined) {
				throw noGlob();
			}

			return choices === undefined ? [before] : choices.split(',').map(choice => before + choice + after!);
		});
	}

	return patterns;
}

function stepsOf(pattern: string): Step[] {
	return [...pattern.matchAll(/\*\*|\[(!?)([^\]]+)\]|[^]/gu)].map(([text, not, set]) => {
		if (set !== undefined) {
			const ranges = [...set.matchAll(/([^])-([^])|[^]/gu)].map(([one, from = one, to = one]) => [from, to] as const);
			return {takes: sign => ranges.some(([from, to]) => sign >= from && sign <= to) === (not === ''), isMany: false};
		}

		if (text === '[' || text === '}') {
			throw noGlob();
		}

		const takes = text === '**' ? () => true : text === '*' || text === '?' ? (sign: string) => sign !== '/' : (sign: string) => sign === text;
		return {takes, isMany: text === '*' || text === '**'};
	});
}

/** Goes through the name once, with all the places in the pattern at which it may be. */
function isOf(steps: readonly Step[], signs: readonly string[]): boolean {
	const reach = (places: Set<number>) => {
		for (const place of places) {
			if (steps[place]?.isMany) {
				places.add(place + 1);
			}
		}

		return places;
	};

	let places = reach(new Set([0]));
	for (const sign of signs) {
		places = reach(new Set([...places].flatMap(place => (steps[place]?.takes(sign) ? [steps[place].isMany ? place : place + 1] : []))));
	}

	return places.has(steps.length);
}

function noGlob(): Error {
	return invalidParameter('matchGlob', 'Invalid glob pattern.');
}
