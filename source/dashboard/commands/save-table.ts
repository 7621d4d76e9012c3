import {rename, rm, writeFile} from 'node:fs/promises';
import {resolve} from 'node:path';
import type {SavingCommands} from '../update/update-saving.ts';
import type {Carriers, Surroundings} from './surroundings.ts';

/** Why a file cannot be written, by the codes of the system. */
const reasons: Readonly<Record<string, string>> = {
	ENOENT: 'there is no such folder',
	ENOTDIR: 'there is no such folder',
	EACCES: 'it may not be written there',
	EPERM: 'it may not be written there',
	EROFS: 'it may not be written there',
	EISDIR: 'a folder has that name',
	ENOSPC: 'no space is left',
	EDQUOT: 'the disk quota is used up',
	ENAMETOOLONG: 'the name is too long',
};

/** Puts tables into files. */
export function savingCarriers({config, say, fail}: Pick<Surroundings, 'config' | 'say' | 'fail'>): Carriers<keyof SavingCommands> {
	return {
		'save-table'({saving, replaces}) {
			const place = resolve(saving.path);
			const save = async () => {
				// It brings a library along, which must not hold up the first frame.
				const {tableFile} = await import('../../tables/table-file.ts');
				await writeWhole(place, tableFile(saving.sheet, saving.path, config), replaces);
			};

			save().then(
				() => say({type: 'table-saved', saving, place}),
				(error: unknown) => {
					const {code = ''} = error as NodeJS.ErrnoException;
					if (code === 'EEXIST') {
						say({type: 'file-found', saving});
					} else {
						fail(`${saving.sheet.name} was not saved as ${place}`, reasons[code] ?? error);
					}
				},
			);
		},
	};
}

/** Writes a file whole or not at all. @throws the system's EEXIST where one stands that is not to be replaced */
async function writeWhole(place: string, text: string, replaces: boolean): Promise<void> {
	const written = replaces ? `${place}.${process.pid}.part` : place;
	try {
		await writeFile(written, text, {flag: 'wx'});
		if (replaces) {
			await rename(written, place);
		}
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || replaces) {
			await rm(written, {force: true}).catch(() => undefined);
		}

		throw error;
	}
}
