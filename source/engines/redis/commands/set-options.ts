import {CommandError, syntaxError} from '../redis-error.ts';
import type {Client} from '../state/client.ts';
import {requireInteger} from '../state/integer.ts';
import {optionName} from './command.ts';

/** What may follow `SET key value`. */
export type SetOptions = {
	readonly onlyIf?: 'absent' | 'present';
	readonly get: boolean;
	readonly keepTtl: boolean;
	/** The expiry as the client wrote it. */
	readonly expiry?: string;
	readonly unitMs: 1 | 1000;
	readonly isAbsolute: boolean;
};

/** No options. */
export const noOptions: SetOptions = {get: false, keepTtl: false, unitMs: 1000, isAbsolute: false};

/** Reads SET's options: NX or XX; one of EX, PX, EXAT, PXAT, KEEPTTL; GET. As in Redis, the same option may come again, and then the last holds. */
export function parseSetOptions(args: readonly string[]): SetOptions {
	let options: SetOptions = noOptions;
	let time: string | undefined;
	for (let i = 3; i < args.length; i++) {
		const name = optionName(args[i]);
		const isFree = (names: string) => time === undefined || time === names;
		if (name === 'nx' && options.onlyIf !== 'present') {
			options = {...options, onlyIf: 'absent'};
		} else if (name === 'xx' && options.onlyIf !== 'absent') {
			options = {...options, onlyIf: 'present'};
		} else if (name === 'get') {
			options = {...options, get: true};
		} else if (name === 'keepttl' && isFree(name)) {
			time = name;
			options = {...options, keepTtl: true};
		} else if (['ex', 'px', 'exat', 'pxat'].includes(name) && isFree(name) && i + 1 < args.length) {
			time = name;
			i++;
			options = {...options, unitMs: name.startsWith('e') ? 1000 : 1, isAbsolute: name.endsWith('at'), expiry: args[i]!};
		} else {
			throw syntaxError();
		}
	}

	return options;
}

/** `ERR invalid expire time in '…' command`, of the command that runs. */
export const invalidExpiry = (client: Client): CommandError => new CommandError(`ERR invalid expire time in '${client.command}' command`);

/** The expiry in epoch milliseconds; undefined when none was given. Throws Redis's errors, also past 2^53 milliseconds. */
export function resolveExpiry(
	client: Client,
	{expiry, unitMs, isAbsolute}: Pick<SetOptions, 'expiry' | 'unitMs' | 'isAbsolute'>,
	nowMs: number,
): number | undefined {
	if (expiry === undefined) {
		return undefined;
	}

	const amount = requireInteger(expiry);
	const expiresAtMs = Number(amount) * unitMs + (isAbsolute ? 0 : nowMs);
	if (amount <= 0 || !Number.isSafeInteger(expiresAtMs)) {
		throw invalidExpiry(client);
	}

	return expiresAtMs;
}
