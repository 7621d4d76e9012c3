import type {Redis} from 'ioredis';
import {plainText} from '../words/plain-text.ts';
import {Problem, sayFailure} from '../words/problem.ts';
import {isReply} from './redis-client.ts';
import {StoreFailure} from './store-failure.ts';
import {sayUnanswered} from './what-answers.ts';

/** What Redis means by the first word of an error, in plain words. */
const refusals: Readonly<Record<string, string>> = {
	OOM: 'out of memory',
	READONLY: 'read-only replica',
	NOREPLICAS: 'too few replicas',
	MISCONF: 'it cannot save to its disk',
	WRONGTYPE: 'something of another type stands at the key',
	NOAUTH: 'asks for a password',
	WRONGPASS: 'wrong user or password',
	NOPERM: 'this user may not do that',
	LOADING: 'still loading its data',
	BUSY: 'busy with a script',
	CLUSTERDOWN: 'its cluster is down',
	MASTERDOWN: 'replica that has lost its master',
	MOVED: 'another node of its cluster holds the key',
	ASK: 'another node of its cluster holds the key',
	TRYAGAIN: 'its cluster is being rearranged',
};

/** Something of another type than text stands at the key. */
export function isOtherType(error: unknown): boolean {
	return isReply(error) && errorCode(error) === 'WRONGTYPE';
}

/** The code of an error reply is its first word; of a transaction that was discarded, that of the command which was refused. */
function errorCode(error: Error): string {
	const {previousErrors: [refused] = []} = error as Error & {readonly previousErrors?: readonly Error[]};
	if (refused) {
		return errorCode(refused);
	}

	const text = error.message.replace(/^EXECABORT Transaction discarded because of: /, '');
	return /^[A-Z]+/.exec(text)?.[0] ?? '';
}

/** What an older Redis, or one whose commands were renamed, says with all of the words it was given. */
function missingCommand(error: Error): string | undefined {
	const command = /^ERR unknown command [`'"]?([\w|]+)/.exec(error.message)?.[1];
	return command === undefined ? undefined : `it has no command ${command.toUpperCase()}`;
}

/**
 * A failed command as what it says of the store.
 * @param wanted what was wanted of Redis, as it refuses it: "refuses to store"
 */
export function redisFailure(error: unknown, address: string, wanted: string): StoreFailure {
	if (isReply(error)) {
		const reason = refusals[errorCode(error)] ?? missingCommand(error) ?? plainText(sayFailure(error).replace(/^ERR /, ''));
		return new StoreFailure('redis', 'refuses', reason, `Redis at ${address} ${wanted}: ${reason}`, error);
	}

	return new StoreFailure('redis', 'silent', 'no answer', `Redis at ${address} does not answer`, error);
}

/** Why Redis cannot be opened, in words for who named it. */
export async function sayRedisProblem(error: unknown, address: string, {options}: Redis): Promise<Problem> {
	if (!isReply(error)) {
		const {path, host = '127.0.0.1', port = 6379} = options;
		return new Problem(await sayUnanswered('redis', address, error, path ? {path} : {host, port}), 1, error);
	}

	const reason = plainText(sayFailure(error));
	const code = errorCode(error);
	if (code === 'WRONGPASS' || code === 'NOAUTH' || /^ERR (invalid password|AUTH)/.test(reason)) {
		return new Problem(`Redis at ${address} refused the user or password: check the credentials in the URL`, 1, error);
	}

	if (code === 'NOPERM') {
		const command = /'([\w|]+)' command/.exec(reason)?.[1];
		return new Problem(
			`Redis at ${address} refuses: this user may not ${command === undefined ? 'do that' : `run ${command.toUpperCase()}`}: grant it, or name another user in the URL`,
			1,
			error,
		);
	}

	return new Problem(`Redis at ${address} cannot be used: ${reason}`, 1, error);
}
