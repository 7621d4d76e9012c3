import type {IncomingHttpHeaders} from 'node:http';
import {GcsError} from './gcs-error.ts';

/**
 * Throws 403 for a request that a web page has a browser make: the engine asks for no credentials and is for programs of
 * this machine. A page of another site gives itself away by its origin, and by its host where a name of its own leads here.
 */
export function refuseForeign({host = '', origin, referer, 'sec-fetch-site': site = 'none'}: IncomingHttpHeaders): void {
	const isLoopback = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?$/i.test(host);
	const isOurs = (address: string | undefined) => address === undefined || originOf(address) === originOf(`http://${host}`);
	if (!isLoopback || !isOurs(origin) || !isOurs(referer) || !['none', 'same-origin'].includes(site)) {
		throw new GcsError(403, 'forbidden', 'The embedded Cloud Storage engine answers only programs of this machine, at 127.0.0.1 or localhost.', {
			xmlCode: 'AccessDenied',
		});
	}
}

function originOf(address: string): string | undefined {
	return URL.canParse(address) ? new URL(address).origin : undefined;
}
