import type {Kind} from './entry.ts';

/** The classes of events that notify-keyspace-events can name, and K and E: told by key, told by event. */
const all = 'g$lshzxetd';
const others = 'nKEm';

/** The class of what happens to a value of a kind. */
export const classOf: Readonly<Record<Kind, string>> = {string: '$', list: 'l', set: 's', hash: 'h', zset: 'z'};

/** The classes that a setting names; undefined when one is unknown. */
export function parseEvents(text: string): ReadonlySet<string> | undefined {
	const classes = new Set(text.replaceAll('A', all));
	return [...classes].every(name => (all + others).includes(name)) ? classes : undefined;
}

/** The setting as Redis writes it. */
export function formatEvents(classes: ReadonlySet<string>): string {
	const text = [...(all + others)].filter(name => classes.has(name)).join('');
	return text.startsWith(all) ? text.replace(all, 'A').replace('n', '') : text;
}
