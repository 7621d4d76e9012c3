import {expect, test} from 'vitest';
import {holdServer} from './hold-server.ts';

test('a server is given from one file to the next, and who waits too long says which file has it', async () => {
	const url = `redis://u:secret@127.0.0.1:${process.pid}`;
	const release = await holdServer(url);
	await expect(holdServer(url, 100)).rejects.toThrow(/^redis:\/\/u:\*\*\*@127\.0\.0\.1:\d+ was not given up within 0\.1 s by .*test\/hold-server\.test\.ts$/);
	const next = holdServer(url);
	await release();
	await (
		await next
	)();
});
