import {invalidParameter} from './gcs-error.ts';

/** A tree of the fields to keep; a leaf (no entries) keeps everything below it. */
type Selection = Map<string, Selection>;

/**
 * Keeps of a JSON answer only what the `fields` parameter names: `kind,items(name,size)`, `items/name`, `*`.
 * Throws a 400 for a selection that does not parse.
 */
export function selectFields(value: unknown, fields: string): unknown {
	const tokens = fields.match(/[^,/()]+|[,/()]/g) ?? [];
	let at = 0;
	const fail = () => invalidParameter('fields', `Invalid field selection ${fields.slice(0, 100)}`);

	function parseList(depth: number): Selection {
		const selection: Selection = new Map();
		if (depth > 16) {
			throw fail();
		}

		do {
			let level = selection;
			do {
				const name = tokens[at++];
				if (name === undefined || /[,/()]/.test(name)) {
					throw fail();
				}

				const next: Selection = level.get(name) ?? new Map();
				level.set(name, next);
				level = next;
			} while (tokens[at] === '/' && at++ >= 0);

			if (tokens[at] === '(') {
				at++;
				for (const [name, below] of parseList(depth + 1)) {
					level.set(name, below);
				}

				if (tokens[at++] !== ')') {
					throw fail();
				}
			}
		} while (tokens[at] === ',' && at++ >= 0);

		return selection;
	}

	const selection = parseList(0);
	if (at !== tokens.length) {
		throw fail();
	}

	return pick(value, selection);
}

function pick(value: unknown, selection: Selection): unknown {
	if (selection.size === 0 || typeof value !== 'object' || value === null) {
		return value;
	}

	if (Array.isArray(value)) {
		return value.map(entry => pick(entry, selection));
	}

	return Object.fromEntries(
		Object.entries(value).flatMap(([name, entry]) => {
			const below = selection.get(name) ?? selection.get('*');
			return below ? [[name, pick(entry, below)]] : [];
		}),
	);
}
