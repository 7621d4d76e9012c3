import {invalidParameter} from './gcs-error.ts';

const longest = 2048;

/**
 * Keeps of a JSON answer only what the `fields` parameter names: `kind,items(name,size)`, `items/name`, `*`.
 * Throws a 400 for a selection that does not parse.
 */
export function selectFields(value: unknown, fields: string): unknown {
	let paths = fields;
	for (let depth = 0; depth < 16 && fields.length <= longest && paths.includes('('); depth++) {
		// items(name,size) is items/name,items/size.
		paths = paths.replaceAll(/([^,()]+)\(([^()]+)\)(?=[,)]|$)/g, (_, before: string, inside: string) =>
			inside
				.split(',')
				.map(each => `${before}/${each}`)
				.join(','),
		);
	}

	if (!/^[^,()/]+(?:[,/][^,()/]+)*$/.test(paths)) {
		throw invalidParameter('fields', `Invalid field selection ${fields.slice(0, 100)}`);
	}

	const wanted = paths.split(',').map(path => path.split('/'));
	return pick(value, wanted);
}

function pick(value: unknown, paths: ReadonlyArray<readonly string[]>): unknown {
	if (typeof value !== 'object' || value === null || paths.some(({length}) => length === 0)) {
		return value;
	}

	if (Array.isArray(value)) {
		return value.map(each => pick(each, paths));
	}

	return Object.fromEntries(
		Object.entries(value).flatMap(([name, entry]) => {
			const below = paths.filter(([first]) => first === name || first === '*').map(path => path.slice(1));
			return below.length > 0 ? [[name, pick(entry, below)]] : [];
		}),
	);
}
