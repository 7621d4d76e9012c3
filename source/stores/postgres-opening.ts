import {plainText} from '../words/plain-text.ts';
import {sayFailure} from '../words/problem.ts';
import {Silence} from './answer-limit.ts';
import {postgresFailure, sqlState} from './postgres-failure.ts';
import {StoreFailure} from './store-failure.ts';
import {type Door, sayUnanswered} from './what-answers.ts';

// Why a PostgreSQL cannot be used, as it is opened.

/** The oldest PostgreSQL that has what is used: 13, whose transaction ids can be compared. */
const oldestVersion = 13;

/** @throws StoreFailure for one that is too old; `told` is its version in its own words */
export function checkVersion(number: number, told: string, address: string): void {
	if (!(number >= oldestVersion * 10_000)) {
		const reason = `PostgreSQL ${plainText(told)} is too old, ${oldestVersion} or newer is needed`;
		throw new StoreFailure('postgres', 'refuses', reason, `PostgreSQL at ${address} is too old (${plainText(told)}): ${oldestVersion} or newer is needed`);
	}
}

/** What went wrong, as one sentence with the way out. */
export async function sayPostgresProblem(error: unknown, address: string, door: Door): Promise<StoreFailure> {
	const refuses = (reason: string, says: string) => new StoreFailure('postgres', 'refuses', reason, `PostgreSQL at ${address} ${says}`, error);
	const code = sqlState(error);
	const reason = plainText(sayFailure(error));
	if (code === '28P01' || code === '28000') {
		return refuses('wrong user or password', 'refused the user or password: check the credentials in the URL');
	}

	if (code === '3D000') {
		return refuses(reason, `has no such database (${reason}): create it, or name another in the URL`);
	}

	if (code !== undefined) {
		const {reason} = postgresFailure(error, address) as StoreFailure;
		return refuses(reason, `cannot be used: ${reason}`);
	}

	if (/client password must be a(?: non-empty)? string/.test(reason)) {
		return refuses('no password', 'asks for a password, and the URL has none: write it as postgres://user:password@host:5432/database, or set PGPASSWORD');
	}

	// What the driver says of a server that answers.
	return /SSL|password|SASL|SCRAM/.test(reason) && !(error instanceof Silence)
		? refuses(reason, `cannot be used: ${reason}`)
		: new StoreFailure('postgres', 'silent', 'no answer', await sayUnanswered('postgres', address, error, door), error);
}
