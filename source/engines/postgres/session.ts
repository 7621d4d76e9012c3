import {inSession} from './batch.ts';
import type {Client} from './client.ts';
import {errorFields, message, query, rowTexts, sync} from './wire/backend-messages.ts';

/** What PostgreSQL answered to a question of the engine's own. */
export type Answer = {
	readonly rows: Array<Array<string | undefined>>;
	/** The fields of the error, by their letters. */
	readonly error?: Map<string, string>;
	/** Settings that it told because they changed. */
	readonly parameters: Map<string, string>;
};

/** Runs a batch of the engine's own. @returns false when the backend is gone; it was started again then */
export type RunOwn = (bytes: Buffer, onMessage: (type: string, message: Buffer) => void) => Promise<boolean>;

/** The one session that all clients share, and whose settings, statements and channels are in it at the moment. */
export class Session {
	/** Counts the sessions so far. What was prepared in an earlier one is lost. */
	epoch = 0;
	/** What is set now; undefined when that is not known. */
	#settings: Map<string, string> | undefined = new Map();
	/** The channels that are listened to, for all clients together. */
	#listening = new Set<string>();
	readonly #run: RunOwn;

	constructor(run: RunOwn) {
		this.#run = run;
	}

	/** Forgets what was in the session: the backend was started again, or a client discarded all. */
	renew(): void {
		this.epoch++;
		this.#settings = undefined;
		this.#listening = new Set();
	}

	async ask(sql: string): Promise<Answer> {
		const rows: Answer['rows'] = [];
		const parameters = new Map<string, string>();
		let error: Answer['error'];
		const ran = await this.#run(query(sql), (type, bytes) => {
			if (type === 'D') {
				rows.push(rowTexts(bytes));
			} else if (type === 'E') {
				error = errorFields(bytes);
			} else if (type === 'S') {
				const [name, value] = bytes.toString('utf8', 5).split('\0');
				parameters.set(name!, value!);
			}
		});
		error ??= ran
			? undefined
			: new Map([
					['C', '58000'],
					['M', 'the backend ended and was started again'],
				]);
		return {rows, parameters, ...(error && {error})};
	}

	/** Gives a client its settings and its prepared statements. @returns what PostgreSQL said; its error when it refuses them */
	async enter(client: Client): Promise<Answer> {
		let answer: Answer = {rows: [], parameters: new Map()};
		if (!this.#settings || !areEqual(this.#settings, client.settings)) {
			answer = await this.ask(
				[
					'reset session authorization',
					'reset role',
					'reset all',
					...[...client.settings].map(([name, value]) => `select set_config(${literal(name)}, ${literal(value)}, false)`),
				].join(';'),
			);
			if (answer.error) {
				return answer;
			}

			this.#settings = new Map(client.settings);
		}

		if (client.epoch !== this.epoch) {
			client.epoch = this.epoch;
			await this.#run(Buffer.concat([...client.statements.values(), sync]), () => undefined);
		}

		return answer;
	}

	/** Asks PostgreSQL for the settings of the client whose turn it is. */
	async captureSettings(client: Client): Promise<void> {
		client.hasSet = false;
		// Should it fail, the next client sets all of its settings again.
		this.#settings = undefined;
		const {rows, error} = await this.ask(
			[
				"select name, setting, 0 from pg_settings where source = 'session'",
				...[...client.customSettings].map(name => `select ${literal(name)}, current_setting(${literal(name)}, true), 0`),
				"select 'session_authorization', session_user::text, 1 where session_user <> 'postgres'",
				"select 'role', current_setting('role'), 2 where current_setting('role') <> 'none'",
				// A user or role once taken may not be allowed to set the rest.
			].join(' union all ') + ' order by 3',
		);
		if (!error) {
			client.settings = new Map(rows.flatMap(([name, value]) => (value ? [[name!, value]] : [])));
			this.#settings = new Map(client.settings);
		}
	}

	/** Listens to what clients listen to, and to nothing else. */
	async listenFor(clients: Iterable<Client>): Promise<void> {
		const wanted = new Set([...clients].flatMap(({listening}) => [...listening]));
		const changes = [
			...[...wanted].filter(channel => !this.#listening.has(channel)).map(channel => `listen ${identifier(channel)}`),
			...[...this.#listening].filter(channel => !wanted.has(channel)).map(channel => `unlisten ${identifier(channel)}`),
		];
		this.#listening = wanted;
		if (changes.length > 0) {
			await this.#run(message('Q', changes.join(';'), '\0'), () => undefined);
		}
	}

	/** Takes a client's prepared statements out of the session. */
	async forgetStatements(client: Client): Promise<void> {
		if (client.epoch === this.epoch && client.statements.size > 0) {
			await this.#run(Buffer.concat([...[...client.statements.keys()].map(name => message('C', 'S', inSession(client, name), '\0')), sync]), () => undefined);
		}
	}
}

function areEqual(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): boolean {
	return a.size === b.size && [...a].every(([name, value]) => b.get(name) === value);
}

function literal(text: string): string {
	return text.includes('\\') ? `E'${text.replaceAll(/['\\]/g, '$&$&')}'` : `'${text.replaceAll("'", "''")}'`;
}

function identifier(name: string): string {
	return `"${name.replaceAll('"', '""')}"`;
}
