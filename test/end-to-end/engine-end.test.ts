import {mkdtempSync, readdirSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {run} from '../terminal/run.ts';
import {isThorough} from '../thorough.ts';

// A thread that runs out of memory collects garbage for seconds before: that one ends, and how that is told, is tested without the program too.
test.runIf(isThorough)('a command whose engine runs out of memory says that, and leaves nothing', async () => {
	const temporary = mkdtempSync(join(tmpdir(), 'engine-end-'));
	const {stdout, stderr, code} = await run(['seed', '--orders', '100000'], {NODE_OPTIONS: '--max-old-space-size=32', TMPDIR: temporary});
	expect({stdout, stderr, code}).toEqual({
		stdout: '',
		code: 1,
		stderr: 'shopstream-tui: The embedded MongoDB engine ran out of memory and ended: run the command again, with fewer orders or a server of your own\n',
	});
	expect(readdirSync(temporary)).toEqual([]);
	rmSync(temporary, {recursive: true});
});
