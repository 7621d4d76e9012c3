// The built program in a real pseudo-terminal, with the screen it draws: keys in, cells out.
import {closeSync, constants, openSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {ReadStream} from 'node:tty';
import {fileURLToPath} from 'node:url';
import pty from '@lydell/node-pty';
import unicode11 from '@xterm/addon-unicode11';
import headless from '@xterm/headless';
import {nodeFlags} from '../node-flags.ts';

/** The built program. */
export const program = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

/** Variables that make a program think that nobody watches, or that name servers of the machine. */
const unwanted = [
	'CI',
	'CONTINUOUS_INTEGRATION',
	'BUILD_NUMBER',
	'RUN_ID',
	'FORCE_COLOR',
	'NO_COLOR',
	'NODE_ENV',
	'TEST',
	'VITEST',
	'DEV',
	'DATABASE_URL',
	'MONGODB_URI',
	'REDIS_URL',
	'SHOPSTREAM_BUCKET',
	'STORAGE_EMULATOR_HOST',
	'SHOPSTREAM_BIGQUERY',
	'BIGQUERY_EMULATOR_HOST',
	'NODE_OPTIONS',
];

/** Node's own place for what it compiled, so that a temporary folder of a test holds what the program left there and nothing else. */
const compileCache = join(tmpdir(), 'node-compile-cache');

export function plainEnvironment(extra: Record<string, string> = {}): Record<string, string> {
	const environment: Record<string, string> = {};
	for (const [name, value] of Object.entries(process.env)) {
		if (value !== undefined && !unwanted.includes(name) && !name.startsWith('VITEST')) {
			environment[name] = value;
		}
	}

	return {...environment, COLORTERM: 'truecolor', LANG: 'C.UTF-8', NODE_COMPILE_CACHE: compileCache, ...extra};
}

type Options = {
	readonly columns?: number;
	readonly rows?: number;
	readonly env?: Record<string, string>;
	readonly cwd?: string;
	/** Another program than node with the built one. */
	readonly file?: string;
};

/**
 * Once the last program of a terminal has ended, libuv reads at most once more from it and takes the rest for the end: 4,095 bytes a read, and all that a
 * busy reader had not come to was lost. So this process holds the terminal open too, until a turn of its loop found nothing more to read.
 */
function readToTheEnd(process: pty.IPty): void {
	const {_socket: socket, _pty: name} = process as unknown as {readonly _socket: ReadStream; readonly _pty: string};
	const held = openSync(name, constants.O_RDWR | constants.O_NOCTTY);
	const destroy = socket.destroy.bind(socket);
	const end = (error?: Error) => {
		socket.destroy = destroy;
		closeSync(held);
		return destroy(error);
	};

	// node-pty does this 200 ms after the program's end.
	socket.destroy = error => {
		if (error) {
			return end(error);
		}

		const before = socket.bytesRead;
		setTimeout(() => (socket.bytesRead === before ? end() : socket.destroy()), 1);
		return socket;
	};
}

/** A program under test, on a screen. */
export class Terminal {
	readonly screen: headless.Terminal;
	readonly process: pty.IPty;
	readonly exited: Promise<{exitCode: number; signal?: number | undefined}>;
	/** Every byte it wrote. */
	output = '';
	#ended = false;
	#drawn = Promise.resolve();
	/** What looks at each frame that was drawn. */
	readonly #looks = new Set<() => void>();

	constructor(args: readonly string[], {columns = 80, rows = 24, env = {}, cwd, file}: Options = {}) {
		this.screen = new headless.Terminal({cols: columns, rows, allowProposedApi: true, scrollback: 500});
		this.screen.loadAddon(new unicode11.Unicode11Addon());
		this.screen.unicode.activeVersion = '11';
		this.process = pty.spawn(file ?? process.execPath, file ? [...args] : [...nodeFlags, program, ...args], {
			name: 'xterm-256color',
			cols: columns,
			rows,
			env: plainEnvironment(env),
			...(cwd !== undefined && {cwd}),
		});
		readToTheEnd(this.process);
		this.process.onData(data => {
			this.output += data;
			this.#drawn = this.#drawn.then(async () => this.#draw(data));
		});
		this.screen.onData(data => this.process.write(data));
		this.exited = new Promise(resolve => {
			this.process.onExit(exit => {
				this.#ended = true;
				// What it wrote last may still wait to be drawn.
				void this.#drawn.then(() => resolve(exit));
			});
		});
	}

	press(keys: string): void {
		this.process.write(keys);
	}

	resize(columns: number, rows: number): void {
		this.screen.resize(columns, rows);
		this.process.resize(columns, rows);
	}

	/** The lines on the screen. */
	lines(): string[] {
		const buffer = this.screen.buffer.active;
		return Array.from({length: this.screen.rows}, (_, y) => buffer.getLine(buffer.viewportY + y)?.translateToString(true) ?? '');
	}

	text(): string {
		return this.lines().join('\n');
	}

	/** Waits until the screen shows a text, matches a pattern, or meets a condition: in any whole frame, however briefly that stood. */
	async until(wanted: string | RegExp | ((text: string) => boolean), timeoutMs = 150_000): Promise<string> {
		const met = (text: string) => (typeof wanted === 'string' ? text.includes(wanted) : wanted instanceof RegExp ? wanted.test(text) : wanted(text));
		return new Promise((resolve, reject) => {
			const look = () => {
				try {
					if (!this.screen.modes.synchronizedOutputMode && met(this.text())) {
						end();
						resolve(this.text());
					}
				} catch (error) {
					end();
					reject(error as Error);
				}
			};
			const end = () => {
				clearTimeout(limit);
				this.#looks.delete(look);
			};
			const limit = setTimeout(() => {
				end();
				reject(new Error(`not on the screen after ${timeoutMs} ms: ${String(wanted)}\n${this.text()}`));
			}, timeoutMs);
			this.#looks.add(look);
			look();
		});
	}

	/** Draws one frame after the other: who waits for one acts before the next is drawn. */
	async #draw(data: string): Promise<void> {
		for (const piece of data.split(/(?<=\u001B\[\?2026l)/)) {
			await new Promise<void>(resolve => {
				this.screen.write(piece, resolve);
			});
			for (const look of this.#looks) {
				look();
			}
		}
	}

	/** Ends the program if it still runs: as it would be asked to, so that it removes its temporary folder, else at once. */
	async end(timeoutMs = 3000): Promise<void> {
		if (!this.#ended) {
			this.process.kill('SIGTERM');
			const killing = setTimeout(() => this.process.kill('SIGKILL'), timeoutMs);
			await this.exited;
			clearTimeout(killing);
		}
	}
}
