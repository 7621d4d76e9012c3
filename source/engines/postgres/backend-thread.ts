// The thread that PostgreSQL (PGlite) runs in; it is given whole batches of protocol messages. While it works it can hear nothing:
// a long statement can only be stopped by ending the thread. So it is not the thread that the engine listens in.
import {setFlagsFromString} from 'node:v8';
import {parentPort, workerData} from 'node:worker_threads';
import {PGlite, type PGliteOptions} from '@electric-sql/pglite';
import {NodeFS} from '@electric-sql/pglite/nodefs';
import {type BackendSays, type BackendTask, databaseName, mostUnreadBytes, refusalMark} from './backend-task.ts';

/** A module without anything in it, as a type checker without a browser does not know it. */
declare const WebAssembly: {readonly Module: new (bytes: Uint8Array) => NonNullable<PGliteOptions['initdbWasmModule']>};

const {pgdata, unread} = workerData as BackendTask;
const say = (message: BackendSays, ...transfer: ArrayBuffer[]) => parentPort!.postMessage(message, transfer);

/** PostgreSQL's own code for "an error was raised: clean up and go on". Any other exception is its end. */
const errorRaised = 100;

/** Answers are sent on in pieces of about this many bytes. */
const pieceBytes = 64 * 1024;

/**
 * PGlite's access to the folder on the disk, without PostgreSQL's timers. A timer set for one client would fire in the turn of
 * another, and an idle timeout would end the one backend that all share.
 */
class Folder extends NodeFS {
	override async init(...[pglite, options]: Parameters<NodeFS['init']>): ReturnType<NodeFS['init']> {
		const {emscriptenOpts} = await super.init(pglite, options);
		const {instantiateWasm} = emscriptenOpts;
		return {
			emscriptenOpts: {
				...emscriptenOpts,
				instantiateWasm(imports: Record<string, Record<string, unknown>>, done: unknown) {
					for (const group of Object.values(imports)) {
						if ('_setitimer_js' in group) {
							group['_setitimer_js'] = () => 0;
						}
					}

					return instantiateWasm!(imports, done);
				},
			},
		};
	}
}

/** What PostgreSQL last wrote to its log: why it did not start, or ended. */
let lastLog = '';

async function start(): Promise<PGlite> {
	// search_path is PostgreSQL's own default, not PGlite's. Its buffers are a quarter of what is usual: they cost 100 MB at the start.
	const startParams = [
		...PGlite.defaultStartParams.filter((word, i, all) => word !== 'search_path=public' && all[i + 1] !== 'search_path=public'),
		'-c',
		'shared_buffers=32MB',
	];
	const pglite = new PGlite({
		fs: new Folder(pgdata),
		database: databaseName,
		startParams,
		// Never used: the database is there already.
		initdbWasmModule: new WebAssembly.Module(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0)),
		onStderr(line) {
			lastLog = /(?:\b(?:FATAL|PANIC): {2}|^postgres: )(.*)/.exec(line)?.[1] ?? lastLog;
			return false;
		},
	});
	await pglite.waitReady.catch((error: unknown) => {
		throw new Error(lastLog === '' ? String(error instanceof Error ? error.message : error) : lastLog, {cause: error});
	});
	return pglite;
}

// V8 compiles a WebAssembly function again, to faster code, once about this many bytes of its code have run. By default it does so so
// early that compiling takes more processor time than the rest of a start. What is asked often is soon as fast with this as without.
setFlagsFromString('--wasm-tiering-budget=60000000');

const pglite = await start();
const postgres = pglite.Module;
const {
	_PostgresMainLoopOnce: runOneMessage,
	_PostgresMainLongJmp: cleanUpAfterError,
	_PostgresSendReadyForQueryIfNecessary: sayReady,
	_ProcessStartupPacket: takeStartupPacket,
	_pgl_getMyProcPort: ownPort,
	_pgl_sendConnData: sendGreeting,
	_pgl_pq_flush: flush,
	_pgl_set_rw_cbs: setReadAndWrite,
	_pq_buffer_remaining_data: bytesLeftInside,
} = postgres;

let input: Uint8Array = new Uint8Array();
let inputAt = 0;
/** Ends a COPY FROM STDIN, the one case in which PostgreSQL wants input beyond the batch: CopyFail, then Sync if it waits for one. */
let copyEnd: Uint8Array = new Uint8Array();
let pieces: Uint8Array[] = [];
let piecesLength = 0;

function read(pointer: number, most: number): number {
	if (inputAt === input.length) {
		[input, inputAt] = [copyEnd, 0];
	}

	const count = Math.min(most, input.length - inputAt);
	postgres.HEAPU8.set(input.subarray(inputAt, inputAt + count), pointer);
	inputAt += count;
	return count;
}

function write(pointer: number, length: number): number {
	pieces.push(postgres.HEAPU8.slice(pointer, pointer + length));
	piecesLength += length;
	if (piecesLength >= pieceBytes) {
		send();
		waitForReaders();
	}

	return length;
}

function send(): void {
	const bytes = Buffer.concat(pieces);
	[pieces, piecesLength] = [[], 0];
	if (bytes.length > 0) {
		Atomics.add(unread, 0, bytes.length);
		say({type: 'output', bytes});
	}
}

/** PostgreSQL waits while its output is not taken, as it does when a socket is full. */
function waitForReaders(): void {
	for (let held = Atomics.load(unread, 0); held > mostUnreadBytes; held = Atomics.load(unread, 0)) {
		Atomics.wait(unread, 0, held);
	}
}

function run(batch: Uint8Array): void {
	[input, inputAt] = [batch, 0];
	// A simple query ends with the zero byte of its text; Sync and Flush with their length.
	const isSimple = batch.at(-1) === 0;
	copyEnd = Buffer.from(`f\0\0\0${String.fromCharCode(5 + refusalMark.length)}${refusalMark}\0${isSimple ? '' : 'S\0\0\0\u0004'}`, 'latin1');
	while (inputAt < input.length || bytesLeftInside() > 0) {
		const stack = postgres.stackSave();
		try {
			runOneMessage();
		} catch (error) {
			if ((error as {status?: number} | undefined)?.status !== errorRaised) {
				throw new Error(lastLog === '' ? 'it ended' : lastLog, {cause: error});
			}

			postgres.stackRestore(stack);
			cleanUpAfterError();
		}
	}

	sayReady();
	flush();
}

/** Sends a start-up packet: its answer is what PostgreSQL tells a client that just connected. */
function greet(): void {
	const words = Buffer.from(`\0\u0003\0\0user\0postgres\0database\0${databaseName}\0\0`, 'latin1');
	const packet = Buffer.alloc(4 + words.length);
	packet.writeInt32BE(packet.length);
	packet.set(words, 4);
	[input, inputAt] = [packet, 0];
	takeStartupPacket(ownPort(), true, true);
	sendGreeting();
	flush();
}

setReadAndWrite(postgres.addFunction(read, 'ipi'), postgres.addFunction(write as (pointer: number, length: number) => void, 'ipi'));
greet();
const greeting = Buffer.concat(pieces);
// The first answer repeats settings; no client asked for it.
run(Buffer.from('Q\0\0\0\u0006;\0', 'latin1'));
[pieces, piecesLength] = [[], 0];
say({type: 'ready', greeting});
parentPort!.on('message', (batch: Uint8Array | 'close') => {
	if (batch === 'close') {
		void pglite.close().finally(() => parentPort!.close());
		return;
	}

	run(batch);
	send();
	say({type: 'done'});
});
