import {orderCents} from '../orders/json-lines.ts';
import type {StoredOrder} from '../orders/order.ts';
import {reportBounds, windowDays} from '../orders/revenue.ts';
import type {GcsArchive} from '../stores/gcs-archive.ts';
import type {MongoWindow} from '../stores/mongo-window.ts';
import {dayOf} from '../words/local-day.ts';
import {type Earlier, fullerThan} from './archive-manifests.ts';
import {addOrder, type ArchivedObject, openPart, type Part, storePart} from './archive-part.ts';

const dayMs = 86_400_000;

/** A day's object is closed and another begun at this many compressed bytes, so that memory stays bounded. */
const partLimitBytes = 32 * 1024 * 1024;

/** What one run has come to so far. */
export type Run = {
	/** Of each day its orders in the window, and their objects; those of a day that keeps more are not stored. */
	readonly days: Map<string, {rows: number; objects: ArchivedObject[]}>;
	objects: number;
	rows: number;
	storedRows: number;
	wanted: number | undefined;
	/** What tells the database from any other. */
	origin: string | undefined;
	readonly report: {days: number; orders: number; revenueCents: number};
	manifestSent: boolean;
};

type Options = {readonly asOfMs: number; readonly signal?: AbortSignal | undefined; readonly progress: () => void};

/** Streams the window's orders into objects, day by day; a day of which an earlier manifest lists more gets none. */
export async function storeDays({window, archive}: {readonly window: MongoWindow; readonly archive: GcsArchive}, run: Run, earlier: Earlier, {asOfMs, signal, progress}: Options): Promise<void> {
	const {fromMs} = reportBounds(asOfMs);
	let part: Part | undefined;
	const closePart = async (isWholeDay: boolean) => {
		const done = part;
		part = undefined;
		if (!done) {
			return;
		}

		const day = run.days.get(done.day)!;
		if (isWholeDay && day.objects.length === 0 && fullerThan(day.rows, earlier.days.get(done.day))) {
			done.gzip.destroy();
			return;
		}

		const object = await storePart(archive, done, signal);
		signal?.throwIfAborted();
		day.objects.push(object);
		run.objects++;
		run.storedRows += object.rows;
		progress();
	};

	try {
		for await (const order of window.streamOrders(asOfMs - windowDays * dayMs, asOfMs, signal)) {
			signal?.throwIfAborted();
			const day = dayOf(order.placedAt.getTime(), 'UTC');
			if (part && (part.day !== day || part.sizeBytes >= partLimitBytes)) {
				await closePart(part.day !== day);
			}

			part ??= openPart(day);
			await addOrder(part, order);
			countOrder(run, day, order, fromMs);
			if (run.rows % 1000 === 0) {
				progress();
			}
		}

		await closePart(true);
	} finally {
		part?.gzip.destroy();
	}
}

function countOrder(run: Run, day: string, order: StoredOrder, fromMs: number): void {
	const ofDay = run.days.get(day) ?? {rows: 0, objects: []};
	run.days.set(day, ofDay);
	ofDay.rows++;
	run.rows++;
	// As the report counts: an order without items is one, and worth nothing.
	if (order.status !== 'returned' && order.placedAt.getTime() > fromMs) {
		run.report.orders++;
		run.report.revenueCents += orderCents(order);
	}
}
