// node test/bench/memory.mjs [MINUTES]: the dashboard with 20 viewers, its heaps after a minute and at the end of an hour, or of this many minutes.
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import process from 'node:process';
import {setTimeout as pause} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import pty from '@lydell/node-pty';

const minutes = Number(process.argv[2] ?? 60);
const here = name => fileURLToPath(new URL(name, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'bench-memory-'));
const heaps = join(folder, 'heaps');
const {CI: _, ...environment} = process.env;
const args = ['--expose-gc', `--import=${here('tell-heap.mjs')}`, here('../../dist/cli.js')];
const child = pty.spawn(process.execPath, args, {name: 'xterm-256color', cols: 120, rows: 40, env: {...environment, SHOPSTREAM_BENCH_HEAPS: heaps}});
let isSeeded = false;
child.onData(data => {
	isSeeded ||= data.includes('seeded 500');
});
while (!isSeeded) {
	await pause(100);
}

child.write('V');
await pause(500);
child.write('20\r');
await pause(minutes * 60_000 + 5000);
child.kill('SIGKILL');
const told = readFileSync(heaps, 'utf8')
	.trim()
	.split('\n')
	.map(line => JSON.parse(line));
console.log('| minute | heap of the thread that draws | heaps of all threads | resident memory |\n|---|---|---|---|');
for (let minute = 1; minute <= minutes; minute++) {
	// Each thread's newest word of that minute.
	const newest = new Map(told.filter(({uptimeSeconds}) => uptimeSeconds < minute * 60 + 30).map(one => [one.threadId, one]));
	const [own, all, resident] = [newest.get(0)?.heapUsed ?? 0, [...newest.values()].reduce((sum, {heapUsed}) => sum + heapUsed, 0), newest.get(0)?.rss ?? 0];
	console.log(`| ${minute} | ${(own / 1e6).toFixed(1)} MB | ${(all / 1e6).toFixed(1)} MB | ${(resident / 1e6).toFixed(0)} MB |`);
}

rmSync(folder, {recursive: true, force: true});
process.exit();
