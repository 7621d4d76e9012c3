import http from 'node:http';
import https from 'node:https';
import type {Socket} from 'node:net';
import {pool} from 'teeny-request/build/src/agents.js';

/**
 * The connections in use to an endpoint. The client can neither give up a request nor say how it goes, and it does not
 * notice when an answer breaks off; its connections can and do.
 */
export function connectionsTo(endpoint: string): readonly Socket[] {
	const {hostname, port, protocol} = new URL(endpoint);
	const name = `${hostname.replace(/^\[|\]$/g, '')}:${port || (protocol === 'https:' ? 443 : 80)}:`;
	return [...pool.values(), http.globalAgent, https.globalAgent]
		.flatMap(({sockets}) => Object.entries(sockets))
		.flatMap(([host, open]) => (host.startsWith(name) ? (open ?? []) : []));
}
