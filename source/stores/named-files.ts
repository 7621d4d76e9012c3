import {statSync} from 'node:fs';

/** What a driver reads before it looks at a clock, by the names that URLs have for it, in small letters. */
const files: ReadonlySet<string> = new Set(['sslrootcert', 'sslcert', 'sslkey', 'tlscafile', 'tlscertificatekeyfile', 'tlscrlfile']);

/** @throws Error when something else, a pipe for instance, is where a URL names a file: it would be waited for without end */
export function requireFiles(url: string): void {
	for (const [name, path] of new URLSearchParams(url.split('?')[1])) {
		if (files.has(name.toLowerCase()) && statSync(path, {throwIfNoEntry: false})?.isFile() === false) {
			throw new Error(`${path} is not a file`);
		}
	}
}
