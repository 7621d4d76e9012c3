import {execFileSync} from 'node:child_process';
import {expect, test} from 'vitest';
import {inLittleMemory} from '../../source/flows/in-little-memory.ts';

test('this engine can be told how far its heap grows, and the work is what it is', async () => {
	expect(execFileSync(process.execPath, ['--v8-options']).toString()).toContain('--heap-growing-percent');
	expect(await inLittleMemory(async () => 'done')).toBe('done');
	await expect(inLittleMemory(async () => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
});
