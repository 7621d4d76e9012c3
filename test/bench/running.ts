import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import pty from '@lydell/node-pty';
import {plainEnvironment} from '../terminal/terminal.ts';

/** The time between two reads of the dashboard, as it is unless one says otherwise. */
const refreshMs = 1200;

const viewers = 200;

/** What a dashboard of 120 × 40 takes while nobody touches it. */
export type Running = {
	/** Bytes that one read adds, and those of a second in which only the clocks go on. */
	readonly refreshBytes: number;
	readonly secondBytes: number;
	/** Bytes a second, and the shares of a core of the thread that draws and of all threads: with a read every 1.2 s. */
	readonly rest: Taken;
	/** The same with 200 viewers beside it. */
	readonly watched: Taken;
	/** The same 200 viewers without a screen: the shares of a core of the one thread and of all. */
	readonly readsAlone: Omit<Taken, 'bytes'>;
};

type Taken = {readonly bytes: number; readonly drawing: number; readonly all: number};

/** Runs two dashboards side by side, one of which reads, and then 200 viewers in that one; undefined where processes do not tell their threads' time. */
export async function running(root: string, quick: boolean): Promise<Running | undefined> {
	if (process.platform !== 'linux') {
		return undefined;
	}

	// How long it is looked at, and until what is new has passed.
	const [seconds, settlingMs] = quick ? [5, 4000] : [30, 15_000];
	const [reading, still] = [open(root, `${refreshMs}ms`), open(root, '1h')];
	try {
		await Promise.all([reading.seeded, still.seeded]);
		await pause(settlingMs);
		const [rest, alone] = await Promise.all([reading.takes(seconds), still.takes(seconds)]);
		still.end();
		reading.press('V');
		await pause(500);
		reading.press(`${viewers}\r`);
		await pause(settlingMs);
		const watched = await reading.takes(seconds);
		reading.end();
		return {
			refreshBytes: ((rest.bytes - alone.bytes) * refreshMs) / 1000,
			secondBytes: alone.bytes,
			rest,
			watched,
			readsAlone: await withoutScreen(root, seconds, settlingMs),
		};
	} finally {
		reading.end();
		still.end();
	}
}

function open(root: string, refresh: string) {
	const child = pty.spawn(process.execPath, [join(root, 'dist/cli.js'), '--refresh', refresh], {
		name: 'xterm-256color',
		cols: 120,
		rows: 40,
		env: plainEnvironment(),
	});
	let bytes = 0;
	const seeded = new Promise<void>(resolve => {
		let output = '';
		child.onData(data => {
			bytes += Buffer.byteLength(data);
			if (output.length < 100_000) {
				output += data;
				if (output.includes('seeded 500')) {
					resolve();
				}
			}
		});
	});
	return {
		seeded,
		press: (keys: string) => child.write(keys),
		async takes(seconds: number): Promise<Taken> {
			const before = bytes;
			const taken = await sharesOf(child.pid, seconds);
			return {bytes: (bytes - before) / seconds, ...taken};
		},
		end: () => child.kill('SIGKILL'),
	};
}

async function withoutScreen(root: string, seconds: number, settlingMs: number): Promise<Omit<Taken, 'bytes'>> {
	// Longer than it is looked at, and with the time that its stores take to start.
	const startingMs = 5000;
	const args = ['lab', '--viewers', String(viewers), '--poll', `${refreshMs}ms`, '--for', `${seconds + (settlingMs + startingMs) / 1000 + 10}s`];
	const child = spawn(process.execPath, [join(root, 'dist/cli.js'), ...args], {env: plainEnvironment(), stdio: 'ignore'});
	const ended = once(child, 'exit');
	await pause(startingMs + settlingMs);
	const taken = await sharesOf(child.pid!, seconds);
	child.kill('SIGKILL');
	await ended;
	return taken;
}

/** The shares of a core that a process's first thread, and all of its threads, take for so long. */
async function sharesOf(pid: number, seconds: number): Promise<Omit<Taken, 'bytes'>> {
	const [first, all] = ticksOf(pid);
	const startedAt = performance.now();
	await pause(seconds * 1000);
	const [firstThen, allThen] = ticksOf(pid);
	// A hundredth of a second each.
	const ticks = (performance.now() - startedAt) / 10;
	return {drawing: (firstThen - first) / ticks, all: (allThen - all) / ticks};
}

function ticksOf(pid: number): [first: number, all: number] {
	const ofThreads = readdirSync(`/proc/${pid}/task`).map(thread => {
		const stat = readFileSync(`/proc/${pid}/task/${thread}/stat`, 'latin1');
		const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
		return {isFirst: Number(thread) === pid, ticks: Number(fields[11]) + Number(fields[12])};
	});
	return [ofThreads.find(({isFirst}) => isFirst)!.ticks, ofThreads.reduce((sum, {ticks}) => sum + ticks, 0)];
}
