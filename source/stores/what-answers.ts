import {connect} from 'node:net';
import {sayFailure} from '../words/problem.ts';
import {timeLimitsMs} from '../time-limits.ts';
import {plainText} from '../words/plain-text.ts';

/** Where to knock: a port of a host, or a socket in a folder. */
export type Door = {readonly host: string; readonly port: number} | {readonly path: string};

/** Who is at a door: one of ours, one that speaks and is neither, one that hangs up without a word, nobody who says anything. */
export type Answerer = 'redis' | 'mongo' | 'postgres' | 'other' | 'hangs up' | 'silent';

const names = {redis: 'Redis', mongo: 'MongoDB', postgres: 'PostgreSQL'} as const;

/** A question that Redis answers, as most servers of lines do that are none. */
const ping = Buffer.from('PING\r\n\r\n');

/** MongoDB's OP_MSG with {hello: 1, $db: 'admin'}. */
const hello = Buffer.concat([
	Buffer.from(new Int32Array([52, 1, 0, 2013, 0]).buffer),
	Buffer.of(0),
	Buffer.from('\u001F\0\0\0\u0010hello\0\u0001\0\0\0\u0002$db\0\u0006\0\0\0admin\0\0', 'latin1'),
]);

/** PostgreSQL's SSLRequest, which it answers with one letter. */
const sslRequest = Buffer.from('\0\0\0\u0008\u0004\u00D2\u0016\u002F', 'latin1');

/** Asks a door, over connections of its own, who answers there. */
export async function whatAnswers(door: Door): Promise<Answerer> {
	const [toPing, toHello, toSsl] = await Promise.all([knock(door, ping), knock(door, hello), knock(door, sslRequest)]);
	// An answer to hello has the number of a message too; ASCII never has.
	if (toHello && toHello.length >= 16 && [1, 2013].includes(toHello.readInt32LE(12))) {
		return 'mongo';
	}

	if (toPing && /^(?:\+PONG|-[A-Z]+ )/.test(toPing.toString('latin1'))) {
		return 'redis';
	}

	if (toSsl && /^[NS]$/.test(toSsl.toString('latin1'))) {
		return 'postgres';
	}

	const words = [toPing, toHello].flatMap(bytes => (bytes && bytes.length > 0 ? [bytes] : []));
	// A server that wants TLS says so in TLS (an alert): what is behind is not known.
	return words.length > 0 ? (words.every(([type, major]) => type === 0x15 && major === 3) ? 'silent' : 'other') : toPing === undefined ? 'silent' : 'hangs up';
}

/** The first bytes of an answer: none of one that hangs up, undefined of one that says nothing in time. */
async function knock(door: Door, question: Uint8Array): Promise<Buffer | undefined> {
	return new Promise(resolve => {
		const socket = connect({...door, timeout: timeLimitsMs.knock});
		let heard = Buffer.alloc(0);
		let isIn = false;
		const end = (bytes: Buffer | undefined) => {
			resolve(bytes);
			socket.destroy();
		};
		socket
			.on('connect', () => {
				isIn = true;
				socket.write(question);
			})
			.on('data', data => {
				heard = Buffer.concat([heard, data]);
				if (heard.length >= 16) {
					end(heard);
				}
			})
			.on('timeout', () => end(heard.length > 0 ? heard : undefined))
			.on('error', () => undefined)
			.on('close', () => end(isIn ? heard : undefined));
	});
}

/** Whether a connection was refused: nobody listens there. */
export function isRefused(error: unknown): boolean {
	return error instanceof Error && (('code' in error && error.code === 'ECONNREFUSED') || isRefused(error.cause));
}

/** Why a host's name gave no address, where that was the failure. */
function whyNameless(error: unknown): string | undefined {
	if (!(error instanceof Error)) {
		return undefined;
	}

	const {code, syscall} = error as NodeJS.ErrnoException;
	return code === 'ENOTFOUND'
		? 'there is no host of that name'
		: code === 'EAI_AGAIN' || syscall?.startsWith('query')
			? 'the name of its host cannot be looked up'
			: whyNameless(error.cause);
}

/** Why a store could not be opened that gave no answer of its own. @param door undefined where nobody can knock */
export async function sayUnanswered(store: keyof typeof names, address: string, error: unknown, door: Door | undefined): Promise<string> {
	const name = names[store];
	const orNone = 'or name none (by flag, variable or --compose) for the embedded engine';
	const nameless = whyNameless(error);
	if (nameless !== undefined) {
		return `${name} at ${address} cannot be reached (${nameless}): check the URL and the network, ${orNone}`;
	}

	const wayOut = `start it, check the URL, ${orNone}`;
	if (isRefused(error)) {
		return `${name} at ${address} refuses the connection: ${wayOut}`;
	}

	const answerer = door === undefined ? 'silent' : await whatAnswers(door);
	if (answerer === 'hangs up') {
		return `${name} at ${address} closes the connection without an answer: ${wayOut}`;
	}

	if (answerer !== 'silent' && answerer !== store) {
		return `What answers at ${address} is not ${name}: check the port${answerer === 'other' ? '' : ` (${names[answerer]} answers there)`}`;
	}

	// A connection to Redis that was given up says nothing of its own.
	const isEmpty = store === 'redis' && !(error instanceof Error && 'code' in error);
	return `${name} at ${address} did not answer within ${timeLimitsMs.open / 1000} s${isEmpty ? '' : ` (${plainText(sayFailure(error))})`}: ${wayOut}`;
}
