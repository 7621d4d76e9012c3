// Stands between the archive and a bucket, and does what networks and servers do wrong.
import {once} from 'node:events';
import {createServer, type IncomingMessage, request as send, type ServerResponse} from 'node:http';
import type {AddressInfo, Socket} from 'node:net';

/** A request on its way. */
export type Passing = {
	readonly method: string;
	readonly url: string;
	/** How many came before it. */
	readonly before: number;
	readonly request: IncomingMessage;
	readonly response: ServerResponse;
	/** Sends it on; what comes back may be changed, or the connection cut after some bytes of it. */
	pass(change?: (body: Buffer) => Buffer, cutAfterBytes?: number): Promise<void>;
};

export type GcsProxy = {
	readonly url: string;
	/** Each request so far, as `METHOD path`. */
	readonly seen: readonly string[];
	/** Connections open now. */
	readonly sockets: ReadonlySet<Socket>;
	close(): Promise<void>;
};

/** @param handle what becomes of a request; without it each is passed on */
export async function startGcsProxy(target: string, handle: (passing: Passing) => Promise<void> | void = async ({pass}) => pass()): Promise<GcsProxy> {
	const seen: string[] = [];
	const sockets = new Set<Socket>();
	const server = createServer((request, response) => {
		const {method = '', url = ''} = request;
		const before = seen.push(`${method} ${url}`) - 1;
		const pass: Passing['pass'] = async (change = body => body, cutAfterBytes) => {
			const onward = send(new URL(url, target), {method, headers: {...request.headers, connection: 'close'}});
			request.pipe(onward);
			const [answer] = (await once(onward, 'response')) as [IncomingMessage];
			const chunks: Buffer[] = [];
			for await (const chunk of answer as AsyncIterable<Buffer>) {
				chunks.push(chunk);
			}

			const body = change(Buffer.concat(chunks));
			response.writeHead(answer.statusCode!, {...answer.headers, 'content-length': body.length});
			if (cutAfterBytes === undefined) {
				response.end(body);
			} else if (cutAfterBytes === 0) {
				request.socket.destroy();
			} else {
				response.write(body.subarray(0, cutAfterBytes), () => request.socket.destroy());
			}
		};

		void Promise.resolve(handle({method, url, before, request, response, pass})).catch(() => request.destroy());
	});
	server.on('connection', (socket: Socket) => {
		sockets.add(socket);
		socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		seen,
		sockets,
		async close() {
			server.closeAllConnections();
			server.close();
			await once(server, 'close');
		},
	};
}
