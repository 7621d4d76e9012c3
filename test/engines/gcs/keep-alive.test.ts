import {Agent, get} from 'node:http';
import {expect, test} from 'vitest';
import {startEmbedded} from './open-gcs.ts';

test('an idle connection is kept for longer than a client keeps one, so that none is closed as it is used again', async () => {
	const server = await startEmbedded();
	const agent = new Agent({keepAlive: true});
	const kept = await new Promise((resolve, reject) => {
		get(`${server.endpoint}/storage/v1/b?project=lesson`, {agent}, response => {
			response.resume().once('end', () => resolve(response.headers['keep-alive']));
		}).once('error', reject);
	});
	expect(kept).toBe('timeout=65');
	agent.destroy();
	await server.stop();
});
