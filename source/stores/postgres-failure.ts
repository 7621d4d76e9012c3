import {plainText} from '../words/plain-text.ts';
import {sayFailure} from '../words/problem.ts';
import {Silence} from './answer-limit.ts';
import {StoreFailure} from './store-failure.ts';

/** Why PostgreSQL refuses, by SQLSTATE or its first two letters (the manual's appendix A), in plain words. */
const refusals: Readonly<Record<string, string>> = {
	21000: 'the same one is given twice',
	'25006': 'it is read-only now (a standby, or set so)',
	28: 'wrong user or password',
	40: 'others changed the same rows at once: try again',
	42501: 'this role has no right to do that',
	'3D000': 'the database is gone',
	53100: 'its disk is full',
	53200: 'out of memory',
	53300: 'it has too many clients already',
	'55P03': 'others hold a lock for too long',
	57014: 'it ended the statement after the time it was allowed',
	'57P01': 'it is shutting down',
	'57P02': 'it crashed and starts again',
	'57P03': 'it is starting up or shutting down',
};

/** The schema or tables are not there any more, or not as this program made them. */
const isOfSchema = (code: string) => code === '42P01' || code === '3F000' || code === '42703';

/** The SQLSTATE of an error that PostgreSQL answered with. */
export function sqlState(error: unknown): string | undefined {
	const {code, severity} = (error ?? {}) as {code?: unknown; severity?: unknown};
	return typeof code === 'string' && typeof severity === 'string' && /^[\dA-Z]{5}$/.test(code) ? code : undefined;
}

/** A failed call to PostgreSQL as what it says of the store; what is not PostgreSQL's (a cancellation, a Problem) stays as it is. */
export function postgresFailure(error: unknown, address: string): unknown {
	const code = sqlState(error);
	if (code !== undefined) {
		const reason =
			refusals[code] ?? refusals[code.slice(0, 2)] ?? (isOfSchema(code) ? 'its tables are gone or not as they were made' : plainText(sayFailure(error)));
		return new StoreFailure('postgres', 'refuses', reason, `PostgreSQL at ${address} refused: ${reason}`, error);
	}

	return isOfConnection(error)
		? new StoreFailure('postgres', 'silent', error instanceof Silence ? error.message : 'no connection', `PostgreSQL at ${address} does not answer`, error)
		: error;
}

/** Whether there is no connection, or nothing came over it: the driver has words for it, and Node codes. */
function isOfConnection(error: unknown): boolean {
	return (
		error instanceof Silence ||
		(error instanceof Error &&
			(/^(?:Connection terminated|timeout expired|Client has encountered a connection error|Client was closed)/i.test(error.message) ||
				/^E[A-Z]+$/.test(String((error as NodeJS.ErrnoException).code))))
	);
}
