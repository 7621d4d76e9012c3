/** One argument of a command, as COMMAND DOCS tells of it. */
export type Argument = {
	readonly name: string;
	readonly type: string;
	readonly token: string | undefined;
	readonly since: string | undefined;
	readonly flags: readonly string[];
	readonly inner: readonly Argument[];
};

type Written = string | readonly Written[];

const form = /^([\w-]+)(?::([\w-]+)|([|+!]))?(?:=([\w-]+))?(?:\^([\d.]+))?(\??)(\*?)$/;
const typeOfSign: Readonly<Record<string, string>> = {'|': 'oneof', '+': 'block', '!': 'pure-token'};
/** Names that say what they are. */
const typeOfName: Readonly<Record<string, string>> = {
	key: 'key',
	pattern: 'pattern',
	...Object.fromEntries(
		['seconds', 'milliseconds', 'count', 'numkeys', 'start', 'stop', 'increment', 'decrement', 'offset', 'cursor'].map(name => [name, 'integer']),
	),
};

/** The arguments that a line of the command table tells of. */
export const readSyntax = (text: string): readonly Argument[] => (JSON.parse(text) as Written[]).map(written => readArgument(written));

function readArgument(written: Written): Argument {
	const [head = '', ...inner]: readonly Written[] = typeof written === 'string' ? [written] : written;
	const [, name = '', type, sign = '', word, since, optional = '', repeated = ''] = form.exec(head as string)!;
	const known = type ?? typeOfSign[sign] ?? typeOfName[name] ?? 'string';
	return {
		name,
		type: known,
		token: word ?? (sign === '!' ? name.toUpperCase() : undefined),
		since,
		flags: [...(optional === '' ? [] : ['optional']), ...(repeated === '' ? [] : ['multiple'])],
		inner: inner.map(each => readArgument(each)),
	};
}

/** An argument as redis-cli writes it: `[EX seconds|PX milliseconds]`. */
export function sayArgument({name, type, token, flags, inner}: Argument): string {
	const words = inner.map(argument => sayArgument(argument)).join(type === 'oneof' ? '|' : ' ');
	const value = type === 'pure-token' ? '' : inner.length > 0 ? words : name;
	const one = [token ?? '', value].filter(text => text !== '').join(' ');
	const all = flags.includes('multiple') ? `${one} [${value} ...]` : one;
	return flags.includes('optional') ? `[${all}]` : all;
}
