import {readFile} from 'node:fs/promises';
import {fileURLToPath} from 'node:url';
import {expect, test} from 'vitest';
import {within} from '../../source/stores/answer-limit.ts';
import {standStill} from '../stand-still.ts';

test('an answer that came while this process stood still is read, however long that took', async () => {
	const asking = within(async () => readFile(fileURLToPath(import.meta.url), 'utf8'), undefined, 1000);
	standStill(1500);
	expect(await asking).toContain('stood still');
});

test('who says nothing is given up', async () => {
	await expect(within(async () => new Promise<never>(() => undefined), undefined, 300)).rejects.toThrow('no answer');
});
