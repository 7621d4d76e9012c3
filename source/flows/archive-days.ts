import {orderCents, toJsonLine} from '../scenarios/shop/json-lines.ts';
import type {StoredOrder} from '../scenarios/shop/order.ts';
import {reportBounds, windowDays} from '../scenarios/shop/revenue.ts';
import type {GcsArchive} from '../stores/gcs-archive.ts';
import type {MongoWindow} from '../stores/mongo-window.ts';
import {dayOf} from '../words/local-day.ts';
import type {Earlier} from './archive-manifests.ts';
import {addLine, openPart, type Part, sealPart} from './archive-part.ts';
import {type Run, settleDay, storeCounted} from './archive-settle.ts';

const dayMs = 86_400_000;

type Options = {readonly asOfMs: number; readonly signal?: AbortSignal | undefined; readonly progress: () => void};

/** Streams the window's orders into objects, day by day; each day is settled with what earlier manifests list of it. */
export async function storeDays({window, archive}: {readonly window: MongoWindow; readonly archive: GcsArchive}, run: Run, earlier: Earlier, {asOfMs, signal, progress}: Options): Promise<void> {
	const {fromMs} = reportBounds(asOfMs);
	let part: Part | undefined;
	const closePart = async (endsDay: boolean) => {
		const done = part;
		part = undefined;
		if (!done) {
			return;
		}

		const sealed = await sealPart(done);
		if (endsDay) {
			await settleDay(archive, run, done.day, earlier, {last: sealed, signal});
		} else {
			run.days.get(done.day)!.objects.push(await storeCounted(archive, run, sealed, signal));
		}

		progress();
	};

	try {
		for await (const fact of window.stream(asOfMs - windowDays * dayMs, asOfMs, signal)) {
			const order = fact as StoredOrder;
			signal?.throwIfAborted();
			const day = dayOf(order.placedAt.getTime(), 'UTC');
			if (part && (part.day !== day || part.sizeBytes >= run.partLimitBytes)) {
				await closePart(part.day !== day);
			}

			part ??= openPart(day);
			const revenueCents = order.status === 'returned' ? 0 : orderCents(order);
			await addLine(part, toJsonLine(order), {id: order.id, revenueCents});
			countOrder(run, day, order, {fromMs, revenueCents});
			if (run.rows % 1000 === 0) {
				progress();
			}
		}

		await closePart(true);
	} finally {
		part?.gzip.destroy();
	}
}

function countOrder(run: Run, day: string, order: StoredOrder, {fromMs, revenueCents}: {readonly fromMs: number; readonly revenueCents: number}): void {
	const ofDay = run.days.get(day) ?? {rows: 0, objects: []};
	run.days.set(day, ofDay);
	ofDay.rows++;
	run.rows++;
	// As the report counts: an order without items is one, and worth nothing.
	if (order.status !== 'returned' && order.placedAt.getTime() > fromMs) {
		run.report.orders++;
		run.report.revenueCents += revenueCents;
	}
}
