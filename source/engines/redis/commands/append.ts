import {limits} from '../limits.ts';
import {CommandError} from '../redis-error.ts';
import type {Client} from '../state/client.ts';
import {flatten} from '../state/entry.ts';
import {requireInteger} from '../state/integer.ts';
import type {Command} from './command.ts';

function append({database, reply}: Client, args: readonly string[]): void {
	const [key, text] = [args[1]!, args[2]!];
	const entry = database.find(key);
	if (entry === undefined) {
		database.put(key, text);
		reply.integer(text.length);
		return;
	}

	checkLength(entry.value.length + text.length);
	database.append(entry, text);
	reply.integer(entry.value.length);
}

function setrange({database, reply}: Client, args: readonly string[]): void {
	const [key, text] = [args[1]!, args[3]!];
	const offset = Number(requireInteger(args[2]!));
	if (offset < 0) {
		throw new CommandError('ERR offset is out of range');
	}

	const entry = database.find(key);
	const old = entry?.value ?? '';
	if (text === '') {
		reply.integer(old.length);
		return;
	}

	checkLength(offset + text.length);
	const padded = old.padEnd(offset, '\0');
	const value = flatten(padded.slice(0, offset) + text + old.slice(offset + text.length));
	database.put(key, value, entry?.expiresAtMs, 'raw');
	reply.integer(value.length);
}

function checkLength(bytes: number): void {
	if (bytes > limits.maxBulkBytes) {
		throw new CommandError('ERR string exceeds maximum allowed size (proto-max-bulk-len)');
	}
}

/** Commands that change a part of a string. */
export const appendCommands: readonly Command[] = [
	{name: 'append', arity: 3, flags: ['write', 'denyoom', 'fast'], keys: [1, 1, 1], group: 'string', summary: 'Append a value to a key', run: append},
	{
		name: 'setrange',
		arity: 4,
		flags: ['write', 'denyoom'],
		keys: [1, 1, 1],
		group: 'string',
		summary: 'Overwrite part of a string at key starting at the specified offset',
		run: setrange,
	},
];
