import {createHash} from 'node:crypto';
import {open, readFile, rename, rm} from 'node:fs/promises';
import {join} from 'node:path';
import * as z from 'zod/mini';
import type {LoadedDay} from './history.ts';

/** A month's file, and what tells whether it is whole. */
export type KeptMonth = {readonly file: string; readonly sha256: string};

/** Which days are loaded, and the file that each month's days are in. */
export type Book = {readonly days: ReadonlyMap<string, LoadedDay>; readonly months: ReadonlyMap<string, KeptMonth>};

const schema = z.object({
	schema: z.literal('shopstream.history-book/1'),
	days: z.array(
		z.object({
			day: z.iso.date(),
			timeZone: z.string(),
			fromMs: z.int(),
			toMs: z.int(),
			revision: z.int(),
			rows: z.int(),
			worth: z.int(),
			content: z.string(),
		}),
	),
	months: z.array(z.object({month: z.string(), file: z.string(), sha256: z.string()})),
});

const bookName = 'book.json';

/** The book of a folder, without the months whose files are not as they were: those go, lest they be taken for what a load finished, and are loaded again. */
export async function readBook(folder: string): Promise<Book> {
	const {days, months} = await readWhole(folder);
	const whole = new Map<string, KeptMonth>();
	for (const {month, file, sha256} of months) {
		const bytes = await readFile(join(folder, file)).catch(() => undefined);
		if (bytes && createHash('sha256').update(bytes).digest('hex') === sha256) {
			whole.set(month, {file, sha256});
		} else {
			await rm(join(folder, file), {force: true});
		}
	}

	return {days: new Map(days.filter(({day}) => whole.has(day.slice(0, 7))).map(day => [day.day, day])), months: whole};
}

async function readWhole(folder: string): Promise<z.output<typeof schema>> {
	try {
		return schema.parse(JSON.parse(await readFile(join(folder, bookName), 'utf8')));
	} catch {
		return {schema: 'shopstream.history-book/1', days: [], months: []};
	}
}

/** Makes this the book, in one step. */
export async function keepBook(folder: string, {days, months}: Book): Promise<void> {
	const text = JSON.stringify({
		schema: 'shopstream.history-book/1',
		days: [...days.values()],
		months: [...months].map(([month, kept]) => ({month, ...kept})),
	} satisfies z.output<typeof schema>);
	const making = join(folder, `${bookName}.making`);
	const file = await open(making, 'w', 0o600);
	try {
		await file.writeFile(text);
		await file.sync();
	} finally {
		await file.close();
	}

	await rename(making, join(folder, bookName));
}
