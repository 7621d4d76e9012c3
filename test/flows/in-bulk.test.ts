import {execFileSync} from 'node:child_process';
import {expect, test} from 'vitest';
import {inBulk} from '../../source/flows/in-bulk.ts';

test('this engine can be told how far its heap grows and how it compiles, and the work is what it is', async () => {
	const options = execFileSync(process.execPath, ['--v8-options']).toString();
	expect(options).toContain('--heap-growing-percent=0');
	expect(options).toContain('--max-inlined-bytecode-size-cumulative=920');
	expect(await inBulk(async () => 'done')).toBe('done');
	await expect(inBulk(async () => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
});
