import {syntaxError} from '../redis-error.ts';
import type {Client} from '../state/client.ts';
import {type Entry, entryBytes} from '../state/entry.ts';
import {parseInteger, requireInteger} from '../state/integer.ts';
import {type Command, optionName, withoutSubcommand} from './command.ts';
import {helpCommand} from './help.ts';

const embeddedAtMostBytes = 44;

/** How Redis would hold this value: `int`, `embstr` or `raw`. */
function encodingOf({form, value}: Entry): string {
	if (form === 'encoded' && parseInteger(value) !== undefined) {
		return 'int';
	}

	return form === 'raw' || value.length > embeddedAtMostBytes ? 'raw' : 'embstr';
}

function memoryUsage({database, reply}: Client, args: readonly string[]): void {
	for (let i = 3; i < args.length; i += 2) {
		if (optionName(args[i]) !== 'samples' || i + 1 >= args.length || requireInteger(args[i + 1]!) < 0) {
			throw syntaxError();
		}
	}

	const entry = database.peek(args[2]!);
	if (entry === undefined) {
		reply.nil();
	} else {
		reply.integer(entryBytes(entry.key, entry.value));
	}
}

/** Commands that look at how a value is held. */
export const objectCommands: readonly Command[] = [
	{
		name: 'object',
		arity: -2,
		flags: [],
		group: 'generic',
		summary: 'A container for object introspection commands',
		run: withoutSubcommand,
		subcommands: [
			{
				name: 'object|encoding',
				arity: 3,
				flags: ['readonly'],
				keys: [2, 2, 1],
				group: 'generic',
				summary: 'Inspect the internal encoding of a Redis object',
				run({database, reply}, args) {
					const entry = database.read(args[2]!);
					if (entry === undefined) {
						reply.nil();
					} else {
						reply.bulk(encodingOf(entry));
					}
				},
			},
			helpCommand('object', 'generic', [
				'ENCODING <key>',
				'    Return the kind of internal representation used in order to store the value',
				'    associated with a <key>.',
			]),
		],
	},
	{
		name: 'memory',
		arity: -2,
		flags: [],
		group: 'server',
		summary: 'A container for memory diagnostics commands',
		run: withoutSubcommand,
		subcommands: [
			{name: 'memory|usage', arity: -3, flags: ['readonly'], keys: [2, 2, 1], group: 'server', summary: 'Estimate the memory usage of a key', run: memoryUsage},
			helpCommand('memory', 'server', ['USAGE <key> [SAMPLES <count>]', '    Return memory in bytes reckoned for <key> and its value.']),
		],
	},
];
