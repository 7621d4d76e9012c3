import {GcsError, invalid, required} from './gcs-error.ts';

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
