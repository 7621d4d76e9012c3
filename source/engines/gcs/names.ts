import {isIPv4} from 'node:net';
import {GcsError, invalid, required} from './gcs-error.ts';

/** Throws Cloud Storage's 400 for a name that no bucket can have. */
export function checkBucketName(name: string): void {
	if (name === '') {
		throw required('name');
	}

	if (!isBucketName(name)) {
		throw new GcsError(400, 'invalid', `Invalid bucket name: '${name.slice(0, 222)}'`, {xmlCode: 'InvalidBucketName'});
	}
}

/** The naming rules: 3 to 63 characters, or up to 222 in parts of at most 63 with dots between them; no address; no "goog". */
function isBucketName(name: string): boolean {
	const longest = name.includes('.') ? 222 : 63;
	return (
		/^[a-z\d][-_.a-z\d]*[a-z\d]$/.test(name) &&
		name.length >= 3 &&
		name.length <= longest &&
		name.split('.').every(part => part.length > 0 && part.length <= 63) &&
		!isIPv4(name) &&
		!name.startsWith('goog') &&
		!/g[o0][o0]gle/.test(name)
	);
}

/** The longest object name, in bytes of UTF-8. */
const longestBytes = 1024;

/** Throws Cloud Storage's 400 for a name that no object can have. */
export function checkObjectName(name: string): void {
	if (name === '') {
		throw required('name');
	}

	// A lone surrogate has no UTF-8 form; a line end would break every listing by line.
	if (/[\r\n\p{Surrogate}]/u.test(name)) {
		throw invalid('Disallowed unicode characters present in object name.');
	}

	const bytes = Buffer.byteLength(name);
	if (bytes > longestBytes) {
		throw new GcsError(400, 'invalid', `The maximum object length is ${longestBytes} characters, but got a name with ${bytes} characters.`, {
			xmlCode: 'KeyTooLong',
		});
	}

	if (name === '.' || name === '..' || name.startsWith('.well-known/acme-challenge/')) {
		throw invalid(`Invalid object name: '${name}'`);
	}
}
