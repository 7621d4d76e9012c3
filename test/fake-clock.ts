// A clock of a program's own that a test can set, by libfaketime where the machine has it.
import {spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

const found = spawnSync('faketime', ['-f', '+0', 'env'], {encoding: 'utf8'});
const preload = /^LD_PRELOAD=(.+)$/m.exec(found.stdout ?? '')?.[1];

/** Whether there is one: libfaketime is not preloaded on every system, and does not fake every program. */
export const hasFakeClock =
	preload !== undefined &&
	/^31536\d{3}$/m.test(
		spawnSync(process.execPath, ['-p', 'Math.round((Date.now() - process.argv[1]) / 1000)', String(Date.now())], {
			encoding: 'utf8',
			env: {...process.env, ...environment('+31536060')},
		}).stdout,
	);

/** What is said of tests that need one. */
export const fakeClockNote = hasFakeClock ? '' : " (no libfaketime that fakes Node's clock: not run)";

/** The environment of a program whose clock is off by so many seconds, or as a file says; its monotonic time is the true one. */
function environment(off: string | {readonly file: string}): Record<string, string> {
	return {
		LD_PRELOAD: preload ?? '',
		DONT_FAKE_MONOTONIC: '1',
		FAKETIME_DONT_FAKE_MONOTONIC: '1',
		...(typeof off === 'string' ? {FAKETIME: off} : {FAKETIME_TIMESTAMP_FILE: off.file, FAKETIME_CACHE_DURATION: '1'}),
	};
}

/** The environment of a program whose clock is off by so many seconds. */
export function clockOff(seconds: number): Record<string, string> {
	return environment(`${seconds < 0 ? '' : '+'}${seconds}`);
}

/** A clock that can be set while the program runs. */
export function openFakeClock(): {readonly env: Record<string, string>; set(seconds: number): void; close(): void} {
	const folder = mkdtempSync(join(tmpdir(), 'fake-clock-'));
	const file = join(folder, 'off');
	const set = (seconds: number) => writeFileSync(file, `${seconds < 0 ? '' : '+'}${seconds}\n`);
	set(0);
	return {env: environment({file}), set, close: () => rmSync(folder, {recursive: true, force: true})};
}
