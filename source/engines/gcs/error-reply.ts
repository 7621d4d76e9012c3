import type {GcsReply} from './gcs-call.ts';
import type {GcsError} from './gcs-error.ts';

/** How a service words its errors: the JSON API in JSON, but its downloads in plain text, the XML API in XML. */
export type ErrorForm = 'json' | 'text' | 'xml';

/** An error as the reply that Cloud Storage gives. */
export function toErrorReply(error: GcsError, form: ErrorForm): GcsReply {
	const {status, message, reason, location, xmlCode} = error;
	if (status === 304) {
		return {status};
	}

	if (form === 'json') {
		return {status, json: {error: {code: status, message, errors: [{message, domain: 'global', reason, ...location}]}}};
	}

	const xml = `<?xml version='1.0' encoding='UTF-8'?><Error><Code>${xmlCode}</Code><Message>${escapeXml(message)}</Message></Error>`;
	const [type, text] = form === 'xml' ? ['application/xml', xml] : ['text/plain', message];
	return {status, headers: {'Content-Type': `${type}; charset=UTF-8`}, text};
}

function escapeXml(text: string): string {
	const escapes = {'&': '&amp;', '<': '&lt;', '>': '&gt;'} as const;
	return (
		text
			// XML 1.0 has no way to write these.
			.replaceAll(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, '\uFFFD')
			.replaceAll(/[&<>]/g, sign => escapes[sign as keyof typeof escapes])
	);
}
