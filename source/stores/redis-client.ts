import {Redis, ReplyError} from 'ioredis';
import {timeLimitsMs} from '../time-limits.ts';
import {plainText} from '../words/plain-text.ts';
import {Problem, sayFailure} from '../words/problem.ts';

/** Whether Redis answered with an error, rather than not at all. */
export function isReply(error: unknown): error is Error {
	return error instanceof ReplyError;
}

/** Makes sure of the database. One that may not ask for it is in the first one all the same. */
export async function selectDatabase(client: Redis): Promise<void> {
	const database = client.options.db ?? 0;
	await client.select(database).catch((error: unknown) => {
		if (database !== 0 || !isReply(error) || !error.message.startsWith('NOPERM')) {
			throw error;
		}
	});
}

/** Redis's version; undefined where it does not tell this user. Nothing but the label depends on it. */
export async function versionOf(client: Redis): Promise<string | undefined> {
	try {
		const version = /^redis_version:(.*)$/m.exec(await client.info('server'))?.[1]?.trim();
		return version === undefined ? undefined : plainText(version);
	} catch (error) {
		if (isReply(error)) {
			return undefined;
		}

		throw error;
	}
}

/**
 * Gives up a connection whose handshake is not answered, so that the client makes a new one: a tunnel or balancer may
 * take connections for a Redis that is gone.
 * @returns the function that ends the guard
 */
export function guardHandshake(client: Redis, limitMs: () => number): () => void {
	let timer: NodeJS.Timeout | undefined;
	const stop = () => clearTimeout(timer);
	client
		.on('connect', () => {
			stop();
			timer = setTimeout(() => client.stream.destroy(), limitMs()).unref();
		})
		.on('ready', stop)
		.on('close', stop);
	return stop;
}

/**
 * The driver, not connected yet.
 * @throws Problem when the URL cannot be read
 */
export function createClient(url: string, address: string, retryStrategy: (times: number) => number | null): Redis {
	let reason: string;
	try {
		const client = new Redis(url, {
			lazyConnect: true,
			connectTimeout: timeLimitsMs.open,
			commandTimeout: timeLimitsMs.open,
			// A read goes to MongoDB at once while Redis is away, and Redis is tried again in the background.
			enableOfflineQueue: false,
			// Whether it is ready, each answer tells: one that loads its data or asks for a password says so itself.
			enableReadyCheck: false,
			maxRetriesPerRequest: 0,
			autoResendUnfulfilledCommands: false,
			retryStrategy,
			connectionName: 'shopstream-tui',
		});
		if (Number.isInteger(client.options.db ?? 0)) {
			return client;
		}

		reason = 'its database is not a number';
	} catch (error) {
		reason = plainText(sayFailure(error));
	}

	throw new Problem(`The Redis URL ${address} is not valid (${reason}): write it as redis://host:6379`, 2);
}
