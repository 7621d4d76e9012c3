import {createHash} from 'node:crypto';
import {createCrc32c} from '../../crc32c.ts';
import {invalid} from './gcs-error.ts';

/** An object's checksums as Cloud Storage writes them, in base64. */
export type Checksums = {readonly crc32c: string; readonly md5Hash: string};

/** Both checksums and the length of a running upload. */
export type Checksummer = ReturnType<typeof createChecksummer>;

/** Starts the checksums of an upload. */
export function createChecksummer() {
	const crc = createCrc32c();
	const md5 = createHash('md5');
	let size = 0;
	return {
		update(bytes: Uint8Array) {
			crc.update(bytes);
			md5.update(bytes);
			size += bytes.length;
		},
		/** Bytes so far. */
		size: () => size,
		/** The checksums; may be asked for once, at the end. */
		finish: (): Checksums => ({crc32c: crc.toBase64(), md5Hash: md5.digest('base64')}),
	};
}

/**
 * What the client declares: fields of its metadata, an `x-goog-hash` header (`crc32c=…,md5=…`) or a `content-md5`
 * header. Throws a 400 for a checksum that cannot be one, and where two declarations differ.
 */
export function readDeclaredChecksums(metadata: Partial<Checksums>, headers: NodeJS.Dict<string | string[]> = {}): Partial<Checksums> {
	const declared: {crc32c?: string; md5Hash?: string} = {};
	const inHeader = [headers['x-goog-hash'] ?? []].flat().join(',').split(',');
	const {crc32c, md5Hash = headers['content-md5']} = metadata;
	const all = [crc32c && `crc32c=${crc32c}`, md5Hash && `md5=${String(md5Hash)}`, ...inHeader].filter(part => part !== undefined && part.trim() !== '');
	for (const part of all) {
		const [, name, value] = /^\s*(crc32c|md5)=(.*?)\s*$/i.exec(part!) ?? [];
		if (name === undefined || value === undefined) {
			throw invalid(`Invalid x-goog-hash header: '${part!.slice(0, 100)}'.`);
		}

		const [field, title, bytes] = name.toLowerCase() === 'crc32c' ? (['crc32c', 'CRC32C', 4] as const) : (['md5Hash', 'MD5 hash', 16] as const);
		const decoded = Buffer.from(value, 'base64');
		if (decoded.length !== bytes || decoded.toString('base64') !== value) {
			throw invalid(`Invalid ${title} value: '${value.slice(0, 100)}'.`);
		}

		if ((declared[field] ?? value) !== value) {
			throw invalid(`Two different values are given for ${field}.`);
		}

		declared[field] = value;
	}

	return declared;
}

/** Throws Cloud Storage's 400 when the content is not what the client declared. */
export function checkChecksums(declared: Partial<Checksums>, calculated: Checksums): void {
	if (declared.crc32c !== undefined && declared.crc32c !== calculated.crc32c) {
		throw invalid(`Provided CRC32C "${declared.crc32c}" doesn't match calculated CRC32C "${calculated.crc32c}".`);
	}

	if (declared.md5Hash !== undefined && declared.md5Hash !== calculated.md5Hash) {
		throw invalid(`Provided MD5 hash "${declared.md5Hash}" doesn't match calculated MD5 hash "${calculated.md5Hash}".`);
	}
}
