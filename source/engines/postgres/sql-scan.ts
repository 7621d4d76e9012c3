// What must be known of a text of SQL before PostgreSQL sees it. Texts are one byte a character (latin1).

/** A LISTEN or UNLISTEN among the statements of a text. */
export type ListenStatement = {
	readonly verb: 'listen' | 'unlisten';
	/** The channel's name; undefined for all (`UNLISTEN *`). */
	readonly channel: string | undefined;
	/** Where its channel stands in the text. */
	readonly start: number;
	readonly end: number;
};

/** What the scan takes as one piece: comments, texts, quoted names, dollar-quoted texts. */
const pattern =
	/--[^\n\r]*|\/\*|[eE]'(?:[^'\\]|\\[\s\S]|'')*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|\$([a-zA-Z_\u0080-\u00FF][\w\u0080-\u00FF]*)?\$|[a-zA-Z_\u0080-\u00FF][\w$\u0080-\u00FF]*|[;*]|\s+|[\s\S]/gy;

/** The LISTEN and UNLISTEN statements of a text, in order. */
export function listenStatements(sql: string): ListenStatement[] {
	const found: ListenStatement[] = [];
	let verb: ListenStatement['verb'] | undefined;
	let isAtStart = true;
	for (const {word, start} of words(sql)) {
		if (word === ';') {
			isAtStart = true;
			verb = undefined;
			continue;
		}

		if (verb) {
			const channel = word === '*' ? undefined : nameOf(word);
			if (channel !== undefined || (verb === 'unlisten' && word === '*')) {
				found.push({verb, channel, start, end: start + word.length});
			}
		}

		const lower = word.toLowerCase();
		verb = isAtStart && (lower === 'listen' || lower === 'unlisten') ? lower : undefined;
		isAtStart = false;
	}

	return found;
}

/** The words and signs of a text, without blanks and comments. */
function* words(sql: string): Generator<{readonly word: string; readonly start: number}> {
	pattern.lastIndex = 0;
	let at = 0;
	while (at < sql.length) {
		pattern.lastIndex = at;
		const [word, tag] = pattern.exec(sql)!;
		const start = at;
		at += word.length;
		if (word === '/*') {
			at = commentEnd(sql, at);
		} else if (word.length > 1 && word.startsWith('$') && word.endsWith('$')) {
			const end = sql.indexOf(`$${tag ?? ''}$`, at);
			at = end === -1 ? sql.length : end + word.length;
			yield {word: sql.slice(start, at), start};
		} else if (!/^(?:\s|--)/.test(word)) {
			yield {word, start};
		}
	}
}

/** Comments of this kind nest. */
function commentEnd(sql: string, from: number): number {
	const edges = /\/\*|\*\//g;
	edges.lastIndex = from;
	for (let depth = 1; depth > 0;) {
		const edge = edges.exec(sql);
		if (!edge) {
			return sql.length;
		}

		depth += edge[0] === '/*' ? 1 : -1;
	}

	return edges.lastIndex;
}

/** A name as PostgreSQL stores it: in small letters unless quoted, at most 63 bytes. Undefined for anything else. */
function nameOf(word: string): string | undefined {
	const name =
		word.startsWith('"') && word.length > 2
			? word.slice(1, -1).replaceAll('""', '"')
			: /^[a-zA-Z_\u0080-\u00FF]/.test(word)
				? word.replaceAll(/[A-Z]/g, letter => letter.toLowerCase())
				: undefined;
	return name?.slice(0, 63);
}

/** Settings that would end the session, which all clients share. */
const endsSession = /\b(idle_in_transaction_session_timeout|idle_session_timeout|transaction_timeout)\b/i;

/** Why a text is not run at all; undefined when it is. */
export function refusalOf(sql: string): {readonly message: string; readonly hint?: string} | undefined {
	const setting = endsSession.exec(sql)?.[1];
	if (setting !== undefined && /\b(?:set|set_config|alter)\b/i.test(sql)) {
		return sayRefusedSetting(setting);
	}

	if (copiesOutside(sql)) {
		return {
			message: 'COPY to and from files and programs is not supported by the embedded engine, which sees neither',
			hint: String.raw`Use COPY … TO STDOUT; in psql, \copy … TO.`,
		};
	}

	return /\bpg_(?:try_)?advisory_lock(?:_shared)?\s*\(/i.test(sql)
		? {
				message: 'session-level advisory locks are not supported: all clients of the embedded engine share one session',
				hint: 'Use pg_advisory_xact_lock in a transaction.',
			}
		: undefined;
}

/** Whether a COPY among the statements of a text names a file or a program. */
function copiesOutside(sql: string): boolean {
	let place: 'start' | 'copy' | 'way' | 'rest' = 'start';
	let depth = 0;
	for (const {word} of /\bcopy\b/i.test(sql) ? words(sql) : []) {
		const lower = word.toLowerCase();
		if (place === 'way' && /^(?:program$|e?'|u$|\$)/.test(lower)) {
			return true;
		}

		depth += word === '(' ? 1 : word === ')' ? -1 : 0;
		if (word === ';') {
			[place, depth] = ['start', 0];
		} else if (place === 'copy' && depth === 0 && (lower === 'from' || lower === 'to')) {
			place = 'way';
		} else if (place !== 'copy') {
			place = place === 'start' && lower === 'copy' ? 'copy' : 'rest';
		}
	}

	return false;
}

export function sayRefusedSetting(setting: string): {readonly message: string} {
	return {message: `${setting.toLowerCase()} cannot be set: all clients of the embedded engine share one session, which it would end`};
}

export const refusedCopy = {message: 'COPY FROM STDIN is not supported by the embedded engine', hint: 'Use INSERT … SELECT … FROM unnest(…) with arrays.'};

/** Whether a start-up parameter is one of those that {@link refusalOf} refuses. */
export function isRefusedSetting(name: string): boolean {
	return endsSession.test(name);
}
