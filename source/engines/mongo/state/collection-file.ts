import {createHash} from 'node:crypto';

const nameMax = 150;

/** Ending of the collections' files. */
export const fileEnding = '.bsonlog';

/**
 * The file name of a collection: safe on every file system, also where case does not count. What it stands for is
 * written in the file, so it need not be read back; a long name is cut and told apart by a digest.
 */
export function collectionFile(database: string, collection: string): string {
	const name = `${encodeName(database)}.${encodeName(collection)}`;
	return `${name.length <= nameMax ? name : `${name.slice(0, nameMax - 33)}~${createHash('sha256').update(name).digest('hex').slice(0, 32)}`}${fileEnding}`;
}

function encodeName(name: string): string {
	return [...Buffer.from(name)]
		.map(byte => {
			const sign = String.fromCharCode(byte);
			return /[a-z\d_-]/.test(sign) ? sign : `%${byte.toString(16).padStart(2, '0')}`;
		})
		.join('');
}
