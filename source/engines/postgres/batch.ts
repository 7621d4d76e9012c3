import type {Client} from './client.ts';
import {refusalMark} from './backend-task.ts';
import {type ListenStatement, listenStatements, refusalOf} from './sql-scan.ts';
import {message, type Refusal} from './wire/backend-messages.ts';
import {ProtocolViolation} from './wire/message-splitter.ts';

/** Messages of one client that are run together, rewritten for the shared session, and what is needed to read their answers. */
export type Batch = {
	readonly bytes: Buffer;
	/** Whether its answers end with ReadyForQuery; after a Flush they do not. */
	readonly endsReady: boolean;
	/** The statements it prepares, in order; each exists once its ParseComplete has come. */
	readonly parses: Array<{readonly name: string; readonly parse: Buffer}>;
	/** For each CloseComplete to come, whether the client asked for it. */
	readonly closes: boolean[];
	/** The LISTEN and UNLISTEN it runs, in order. */
	readonly listens: ListenStatement[];
	/** Why one of its texts is not run, if so. */
	readonly refusal: Refusal | undefined;
};

/** A channel that nobody listens to. */
const noChannel = '"shopstream:nobody"';

/** Replaces a text that is not run. PostgreSQL itself raises this error, so that a transaction fails as by any other. */
const refusedSql = `select '${refusalMark}'::pg_catalog.int4`;

/**
 * Rewrites a batch for the session that all clients share. Names of prepared statements, the unnamed one too, get the client's
 * number before them; UNLISTEN does not reach the channels of others; a text that is refused is replaced by an error.
 * @throws ProtocolViolation
 */
export function translate(messages: readonly Buffer[], client: Client): Batch {
	const out: Buffer[] = [];
	const batch = {parses: [] as Batch['parses'], closes: [] as boolean[], listens: [] as ListenStatement[]};
	let refusal: Refusal | undefined;
	const sqlOf = (sql: string): {sql: string; listens: ListenStatement[]} => {
		note(sql, client);
		const refused = refusalOf(sql);
		if (refused) {
			refusal = {severity: 'ERROR', code: '0A000', ...refused};
			return {sql: refusedSql, listens: []};
		}

		const listens = /listen/i.test(sql) ? listenStatements(sql) : [];
		let changed = sql;
		for (const {verb, start, end} of listens.toReversed()) {
			changed = verb === 'unlisten' ? changed.slice(0, start) + noChannel + changed.slice(end) : changed;
		}

		return {sql: changed, listens};
	};

	/** Closes the unnamed statement, which has a name in the shared session; the client gets no answer to that. */
	const dropUnnamed = () => {
		out.push(message('C', 'S', inSession(client, ''), '\0'));
		batch.closes.push(false);
	};

	for (const bytes of messages) {
		const type = String.fromCharCode(bytes[0]!);
		const reader = new Fields(bytes);
		switch (type) {
			case 'Q': {
				const {sql, listens} = sqlOf(reader.text());
				batch.listens.push(...listens);
				// A simple query ends the unnamed statement.
				dropUnnamed();
				client.dropStatement('');
				client.listenStatements.delete('');
				out.push(message('Q', sql, '\0', reader.rest()));
				break;
			}

			case 'P': {
				const name = reader.text();
				const {sql, listens} = sqlOf(reader.text());
				const parse = message('P', inSession(client, name), '\0', sql, '\0', reader.rest());
				if (name === '') {
					dropUnnamed();
				}

				setOrDelete(client.listenStatements, name, listens);
				batch.parses.push({name, parse});
				out.push(parse);
				break;
			}

			case 'B': {
				const [portal, name] = [reader.text(), reader.text()];
				setOrDelete(client.listenPortals, portal, client.listenStatements.get(name) ?? []);
				out.push(message('B', portal, '\0', inSession(client, name), '\0', reader.rest()));
				break;
			}

			case 'D':
			case 'C': {
				const [kind, name] = [reader.letter(), reader.text()];
				if (type === 'C') {
					batch.closes.push(true);
				}

				if (kind === 'S') {
					if (type === 'C') {
						client.dropStatement(name);
					}

					out.push(message(type, kind, inSession(client, name), '\0'));
				} else {
					out.push(bytes);
				}

				break;
			}

			case 'E': {
				batch.listens.push(...(client.listenPortals.get(reader.text()) ?? []));
				out.push(bytes);
				break;
			}

			default: {
				out.push(bytes);
			}
		}
	}

	return {...batch, bytes: Buffer.concat(out), endsReady: endsReady(messages), refusal};
}

/** Whether the answers to these messages end with ReadyForQuery: not after a Flush. */
export function endsReady(messages: readonly Buffer[]): boolean {
	return messages.at(-1)![0] !== 'H'.charCodeAt(0);
}

/** A prepared statement's name in the shared session. */
export function inSession({id}: Client, name: string): string {
	return `${id}:${name}`;
}

/** Remembers what a text may do to the session. */
function note(sql: string, client: Client): void {
	if (/\bset_config\b/i.test(sql)) {
		client.hasSet = true;
	}

	if (/\b(?:temp|temporary|pg_temp|hold)\b/i.test(sql)) {
		client.leavesTraces = true;
	}

	for (const [, name] of sql.matchAll(/\bset(?:_config\s*\(\s*'|\s+(?:session\s+)?)([a-z_]\w*\.\w[\w.]*)/gi)) {
		client.customSettings.add(name!.toLowerCase());
	}
}

function setOrDelete(map: Map<string, readonly ListenStatement[]>, name: string, listens: readonly ListenStatement[]): void {
	if (listens.length > 0) {
		map.set(name, listens);
	} else {
		map.delete(name);
	}
}

/** Reads a message's body field by field. */
class Fields {
	readonly #bytes: Buffer;
	#at = 5;

	constructor(bytes: Buffer) {
		this.#bytes = bytes;
	}

	/** A text up to its zero byte. */
	text(): string {
		const end = this.#bytes.indexOf(0, this.#at);
		if (end === -1) {
			throw new ProtocolViolation('invalid string in message');
		}

		const text = this.#bytes.toString('latin1', this.#at, end);
		this.#at = end + 1;
		return text;
	}

	letter(): string {
		return this.#bytes.toString('latin1', this.#at, ++this.#at);
	}

	rest(): Buffer {
		return this.#bytes.subarray(this.#at);
	}
}
