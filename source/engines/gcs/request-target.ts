import {invalid} from './gcs-error.ts';

/** The first part of the path, which says which of Cloud Storage's services is meant. */
export type GcsService = 'json' | 'upload' | 'download' | 'xml';

/**
 * Reads a request target. The JSON API is served under `/storage/v1` and, because the official client drops that prefix
 * when STORAGE_EMULATOR_HOST is set, under `/b` too. All is decoded strictly, never repaired: throws a 400 for broken escapes and for a
 * repeated parameter. An encoded slash stays inside its segment.
 */
export function parseRequestTarget(target: string): {
	readonly service: GcsService;
	readonly segments: readonly string[];
	readonly query: ReadonlyMap<string, string>;
} {
	const mark = target.indexOf('?');
	const path = mark < 0 ? target : target.slice(0, mark);
	const raw = path.split('/').slice(1);
	const query = parseQuery(mark < 0 ? '' : target.slice(mark + 1));
	for (const service of ['upload', 'download', 'json'] as const) {
		const prefix = prefixes[service];
		if (prefix.every((segment, index) => raw[index] === segment)) {
			return {service, segments: raw.slice(prefix.length).map(segment => decode(segment)), query};
		}
	}

	if (raw[0] === 'b' || (raw[0] === 'projects' && ['serviceAccount', 'hmacKeys'].includes(raw[2] ?? ''))) {
		return {service: 'json', segments: raw.map(segment => decode(segment)), query};
	}

	// XML-style paths carry the object's name with its slashes.
	return {service: 'xml', segments: [decode(raw[0] ?? ''), decode(raw.slice(1).join('/'))], query};
}

const prefixes = {
	upload: ['upload', 'storage', 'v1'],
	download: ['download', 'storage', 'v1'],
	json: ['storage', 'v1'],
} as const;

function parseQuery(text: string): Map<string, string> {
	const query = new Map<string, string>();
	for (const pair of text.split('&')) {
		if (pair === '') {
			continue;
		}

		const mark = pair.indexOf('=');
		const name = decode((mark < 0 ? pair : pair.slice(0, mark)).replaceAll('+', ' '));
		if (query.has(name)) {
			throw invalid(`The parameter ${name} is given more than once.`);
		}

		query.set(name, mark < 0 ? '' : decode(pair.slice(mark + 1).replaceAll('+', ' ')));
	}

	return query;
}

function decode(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		throw invalid('The request target is not valid percent-encoded UTF-8.');
	}
}
