import type {GcsArchive} from '../stores/gcs-archive.ts';
import type {MongoWindow} from '../stores/mongo-window.ts';
import {dayOf} from '../words/local-day.ts';
import type {Earlier} from './archive-manifests.ts';
import {addLine, openPart, type Part, sealPart} from './archive-part.ts';
import {type Run, settleDay, storeCounted} from './archive-settle.ts';

const dayMs = 86_400_000;

type Options = {readonly asOfMs: number; readonly signal?: AbortSignal | undefined; readonly progress: () => void};

/** Streams the window's facts into objects, day by day; each day is settled with what earlier manifests list of it. */
export async function storeDays(
	{window, archive}: {readonly window: MongoWindow; readonly archive: GcsArchive},
	run: Run,
	earlier: Earlier,
	{asOfMs, signal, progress}: Options,
): Promise<void> {
	const {facts, lines} = run;
	let part: Part | undefined;
	const closePart = async (endsDay: boolean) => {
		const done = part;
		part = undefined;
		if (!done) {
			return;
		}

		const sealed = await sealPart(done, facts.collection);
		if (endsDay) {
			await settleDay(archive, run, done.day, earlier, {last: sealed, signal});
		} else {
			run.days.get(done.day)!.objects.push(await storeCounted(archive, run, sealed, signal));
		}

		progress();
	};

	try {
		for await (const fact of window.stream(asOfMs - facts.window.days * dayMs, asOfMs, signal)) {
			signal?.throwIfAborted();
			const day = dayOf(facts.atMs(fact), 'UTC');
			if (part && (part.day !== day || part.sizeBytes >= run.partLimitBytes)) {
				await closePart(part.day !== day);
			}

			part ??= openPart(day);
			const worth = lines.worth.of(fact);
			await addLine(part, lines.line(fact), {id: facts.id(fact), worth});
			count(run, day, worth, lines.answered.counts(fact, asOfMs));
			if (run.rows % 1000 === 0) {
				progress();
			}
		}

		await closePart(true);
	} finally {
		part?.gzip.destroy();
	}
}

function count(run: Run, day: string, worth: number, isAnswered: boolean): void {
	const ofDay = run.days.get(day) ?? {rows: 0, objects: []};
	run.days.set(day, ofDay);
	ofDay.rows++;
	run.rows++;
	if (isAnswered) {
		run.answered.facts++;
		run.answered.worth += worth;
	}
}
