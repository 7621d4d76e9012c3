import {CommandError, syntaxError} from '../redis-error.ts';
import {type Entry, entryBytes} from '../state/entry.ts';
import {parseInteger, requireInteger} from '../state/integer.ts';
import {optionName, type Runs} from './command.ts';

const embeddedAtMostBytes = 44;

const encodings = {hash: ['listpack', 'hashtable'], set: ['intset', 'hashtable'], zset: ['listpack', 'skiplist'], list: ['quicklist', 'quicklist']} as const;

/** How Redis would hold this value. */
function encodingOf({isLarge, kind, value}: Entry): string {
	if (kind !== 'string') {
		return encodings[kind][isLarge ? 1 : 0];
	}

	const text = value as string;
	return isLarge || text.length > embeddedAtMostBytes ? 'raw' : parseInteger(text) === undefined ? 'embstr' : 'int';
}

const otherPolicy = (what: string) =>
	new CommandError(
		`ERR An LFU maxmemory policy is ${what}. Please note that when switching between policies at runtime LRU and LFU data will take some time to adjust.`,
	);

/** Commands that look at how a value is held. */
export const objectCommands: Runs = {
	'object|encoding'({database, reply}, args) {
		const entry = database.look(args[2]!);
		reply.bulkOrNil(entry && encodingOf(entry));
	},
	'object|idletime'({database, reply}, args, {keyspace}) {
		const entry = database.look(args[2]!);
		if (entry === undefined) {
			reply.nil();
		} else if (keyspace.settings.policy.endsWith('lfu')) {
			throw otherPolicy('selected, idle time not tracked');
		} else {
			reply.integer(Math.floor(Math.max(0, keyspace.nowMs - entry.usedAtMs) / 1000));
		}
	},
	'object|freq'({database, reply}, args, {keyspace}) {
		const entry = database.look(args[2]!);
		if (entry === undefined) {
			reply.nil();
		} else if (!keyspace.settings.policy.endsWith('lfu')) {
			throw otherPolicy('not selected, access frequency not tracked');
		} else {
			reply.integer(keyspace.frequency(entry));
		}
	},
	'memory|usage'({database, reply}, args) {
		for (let i = 3; i < args.length; i += 2) {
			if (optionName(args[i]) !== 'samples' || i + 1 >= args.length || requireInteger(args[i + 1]!) < 0) {
				throw syntaxError();
			}
		}

		const entry = database.peek(args[2]!);
		if (entry === undefined) {
			reply.nil();
		} else {
			reply.integer(entryBytes(entry));
		}
	},
};
