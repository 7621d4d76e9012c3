import {afterAll, beforeAll, expect, test} from 'vitest';
import {createBucket, readError, send, startEmbedded, upload} from './open-gcs.ts';
import type {GcsServer} from './open-gcs.ts';

let server: GcsServer;
let port: string;
beforeAll(async () => {
	server = await startEmbedded();
	({port} = new URL(server.endpoint));
	await createBucket(server.endpoint, 'lesson');
	await upload(server.endpoint, 'lesson', 'a', 'content');
});
afterAll(async () => server.stop());

test.each<[string, (port: string) => Record<string, string>]>([
	['a name that leads here', () => ({host: 'evil.example'})],
	['such a name with our port', at => ({host: `evil.example:${at}`})],
	['a name that begins as ours', () => ({host: 'localhost.evil.example'})],
	['a name behind ours', at => ({host: `127.0.0.1:${at}@evil.example`})],
	['another address', () => ({host: '192.168.1.7'})],
	['a page of another site', () => ({origin: 'http://evil.example'})],
	['a page of another port here', () => ({origin: 'http://127.0.0.1:1'})],
	['a page by TLS', at => ({origin: `https://127.0.0.1:${at}`})],
	['a page without an origin', () => ({origin: 'null'})],
	['a page that referred', () => ({referer: 'http://evil.example/x'})],
	['a page whose name begins as ours', at => ({referer: `http://127.0.0.1:${at}.evil.example/`})],
	['a cross-site request', () => ({'sec-fetch-site': 'cross-site'})],
	['a same-site request', () => ({'sec-fetch-site': 'same-site'})],
])('%s is refused before anything changes', async (_title, headersOf) => {
	const headers = {'content-type': 'text/plain', ...headersOf(port)};
	for (const [method, path, body] of [
		['GET', '/storage/v1/b/lesson/o'],
		['POST', '/upload/storage/v1/b/lesson/o?uploadType=media&name=evil', 'x'],
		['POST', '/storage/v1/b?project=p', '{"name":"evil"}'],
		['DELETE', '/storage/v1/b/lesson/o/a'],
	] as const) {
		expect(readError(await send(server.endpoint, method, path, {headers, ...(body !== undefined && {body})}))).toEqual({
			status: 403,
			reason: 'forbidden',
			message: 'The embedded Cloud Storage engine answers only programs of this machine, at 127.0.0.1 or localhost.',
		});
	}

	const {items} = JSON.parse((await send(server.endpoint, 'GET', '/storage/v1/b/lesson/o')).text) as {items: Array<{name: string}>};
	expect(items.map(({name}) => name)).toEqual(['a']);
	expect((await send(server.endpoint, 'GET', '/storage/v1/b/evil')).status).toBe(404);
});

test.each<[string, (port: string) => Record<string, string>]>([
	['the address', at => ({host: `127.0.0.1:${at}`})],
	['the name', at => ({host: `LocalHost:${at}`})],
	['the address of IPv6', at => ({host: `[::1]:${at}`})],
	['a forwarded port', () => ({host: 'localhost:8080'})],
	['our own origin', at => ({origin: `http://127.0.0.1:${at}`, referer: `http://127.0.0.1:${at}/b`, 'sec-fetch-site': 'same-origin'})],
	['an address that was typed', () => ({'sec-fetch-site': 'none'})],
])('%s is answered', async (_title, headersOf) => {
	expect((await send(server.endpoint, 'GET', '/storage/v1/b/lesson/o', {headers: headersOf(port)})).status).toBe(200);
});
