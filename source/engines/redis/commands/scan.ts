import type {Reply} from '../framing/reply-writer.ts';
import {CommandError, syntaxError} from '../redis-error.ts';
import type {Client} from '../state/client.ts';
import type {Entry} from '../state/entry.ts';
import {matchesGlob} from '../state/glob.ts';
import {requireInteger} from '../state/integer.ts';
import {optionName, type Runs} from './command.ts';

type ScanOptions = {count: number; pattern?: string | undefined; type?: string};

function scan({database}: Client, args: readonly string[]): Reply {
	const cursor = parseCursor(args[1]!);
	const {count, pattern, type} = parseOptions(args);
	const {entries, next} = database.order.page(cursor, count);
	const isWanted = (entry: Entry) => {
		if (pattern !== undefined && !matchesGlob(pattern, entry.key)) {
			return false;
		}

		if (type === undefined) {
			return !database.isExpired(entry) || database.find(entry.key) !== undefined;
		}

		// An expired key has no type; Redis then still lists it, this one time.
		return type === (database.look(entry.key)?.kind ?? 'none');
	};

	return [String(next), entries.filter(entry => isWanted(entry)).map(({key}) => key)];
}

function parseCursor(text: string): bigint {
	const found = /^[+-]?(\d+)$|^$/.exec(optionName(text));
	const cursor = BigInt(found === null ? -1 : (found[1] ?? 0));
	if (cursor < 0n || cursor >= 2n ** 64n) {
		throw new CommandError('ERR invalid cursor');
	}

	return cursor;
}

function parseOptions(args: readonly string[]): ScanOptions {
	const options: ScanOptions = {count: 10};
	for (let i = 2; i < args.length; i += 2) {
		const [name, value] = [optionName(args[i]), args[i + 1]];
		if (name === 'count' && value !== undefined) {
			options.count = Number(requireInteger(value));
			if (options.count < 1) {
				throw syntaxError();
			}
		} else if (name === 'match' && value !== undefined) {
			// Also the empty text, which * does not match elsewhere.
			options.pattern = value === '*' ? undefined : value;
		} else if (name === 'type' && value !== undefined) {
			options.type = optionName(value);
		} else {
			throw syntaxError();
		}
	}

	return options;
}

/** All fields at once, as Redis gives them of a small hash: the cursor does not matter. */
function hscan({database}: Client, args: readonly string[]): Reply {
	parseCursor(args[2]!);
	const hash = database.readValue(args[1]!, 'hash');
	const {pattern, type} = parseOptions(hash ? args.slice(1) : []);
	if (type !== undefined) {
		throw syntaxError();
	}

	return ['0', [...(hash ?? [])].filter(([field]) => pattern === undefined || matchesGlob(pattern, field)).flat()];
}

/** SCAN and HSCAN. */
export const scanCommands: Runs = {scan, hscan};
