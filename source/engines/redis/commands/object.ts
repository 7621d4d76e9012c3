import {CommandError, syntaxError} from '../redis-error.ts';
import {entryBytes} from '../state/entry.ts';
import {requireInteger} from '../state/integer.ts';
import {optionName, type Runs} from './command.ts';

const otherPolicy = (what: string) =>
	new CommandError(
		`ERR An LFU maxmemory policy is ${what}. Please note that when switching between policies at runtime LRU and LFU data will take some time to adjust.`,
	);

/** Commands that look at how a value is held. */
export const objectCommands: Runs = {
	'object|idletime'({database}, args, {keyspace}) {
		const entry = database.look(args[2]!, true);
		if (entry && keyspace.settings.policy.endsWith('lfu')) {
			throw otherPolicy('selected, idle time not tracked');
		}

		return entry && Math.floor(Math.max(0, keyspace.nowMs - entry.usedAtMs) / 1000);
	},
	'object|freq'({database}, args, {keyspace}) {
		const entry = database.look(args[2]!, true);
		if (entry && !keyspace.settings.policy.endsWith('lfu')) {
			throw otherPolicy('not selected, access frequency not tracked');
		}

		return entry && keyspace.frequency(entry);
	},
	'memory|usage'({database}, args) {
		for (let i = 3; i < args.length; i += 2) {
			// How many elements are looked at changes nothing: all are counted.
			if (optionName(args[i]) !== 'samples' || i + 1 === args.length || requireInteger(args[i + 1]!) < 0) {
				throw syntaxError();
			}
		}

		const entry = database.peek(args[2]!);
		return entry && entryBytes(entry);
	},
};
