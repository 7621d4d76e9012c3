import {limits} from '../limits.ts';
import {CommandError} from '../redis-error.ts';
import type {Database} from '../state/database.ts';
import {requireInteger} from '../state/integer.ts';
import type {Keyspace} from '../state/keyspace.ts';

/** The database that an argument names. Throws Redis's errors. */
export function requireDatabase(keyspace: Keyspace, text: string): Database {
	const index = requireInteger(text);
	if (index < -(2 ** 31) || index > 2 ** 31 - 1) {
		throw new CommandError('ERR value is out of range, value must between -2147483648 and 2147483647');
	}

	if (index < 0 || index >= limits.databases) {
		throw new CommandError('ERR DB index is out of range');
	}

	return keyspace.database(Number(index));
}
