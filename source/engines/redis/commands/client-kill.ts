import {CommandError, syntaxError} from '../redis-error.ts';
import type {Client} from '../state/client.ts';
import {requireInteger} from '../state/integer.ts';
import type {Server} from '../state/server.ts';
import {clientType, requireClientType} from './client-list.ts';
import {type Command, optionName, printable} from './command.ts';

type Test = (candidate: Client) => boolean;

function kill(client: Client, args: readonly string[], {clients}: Server): void {
	const isOldForm = args.length === 3;
	const tests = isOldForm ? [(candidate: Client) => candidate.link.remoteAddress === args[2]!] : readTests(client, args);
	let killed = 0;
	for (const candidate of clients.values()) {
		if (!tests.every(test => test(candidate))) {
			continue;
		}

		killed++;
		if (candidate === client) {
			client.closeAfterReply = true;
		} else {
			candidate.link.destroy();
		}
	}

	if (!isOldForm) {
		client.reply.integer(killed);
	} else if (killed === 0) {
		throw new CommandError('ERR No such client');
	} else {
		client.reply.ok();
	}
}

function readTests(client: Client, args: readonly string[]): Test[] {
	const tests: Test[] = [];
	let skipsMe = true;
	for (let i = 2; i < args.length; i += 2) {
		const value = args[i + 1];
		if (value === undefined) {
			throw syntaxError();
		}

		const name = optionName(args[i]);
		if (name === 'skipme') {
			skipsMe = yesOrNo(value);
		} else {
			tests.push(readTest(name, value));
		}
	}

	return skipsMe ? [candidate => candidate !== client, ...tests] : tests;
}

function readTest(name: string, value: string): Test {
	switch (name) {
		case 'id': {
			const id = requireInteger(value, 'ERR client-id should be greater than 0');
			if (id < 1) {
				throw new CommandError('ERR client-id should be greater than 0');
			}

			return candidate => candidate.id === id;
		}

		case 'type': {
			const type = requireClientType(value);
			return candidate => clientType(candidate) === type;
		}

		case 'addr': {
			return candidate => candidate.link.remoteAddress === value;
		}

		case 'laddr': {
			return candidate => candidate.link.localAddress === value;
		}

		case 'user': {
			if (value !== 'default') {
				throw new CommandError(`ERR No such user '${printable(value)}'`);
			}

			return () => true;
		}

		default: {
			throw syntaxError();
		}
	}
}

function yesOrNo(text: string): boolean {
	const answer = optionName(text);
	if (answer !== 'yes' && answer !== 'no') {
		throw syntaxError();
	}

	return answer === 'yes';
}

/** CLIENT KILL. */
export const killCommand: Command = {
	name: 'client|kill',
	arity: -3,
	flags: ['admin', 'noscript', 'loading', 'stale'],
	group: 'connection',
	summary: 'Kill the connection of a client',
	run: kill,
};
