import type {AuditField} from '../scenarios/auditing.ts';
import type {Scenario} from '../scenarios/scenario.ts';
import {formatAmount} from '../words/amount.ts';
import {capital} from '../words/capital.ts';
import {countedText, formatCount} from '../words/count.ts';
import {keptText, formatDuration} from '../words/duration.ts';
import {listed} from '../words/listed.ts';
import {dayOf, localTime, zoneLabel} from '../words/local-day.ts';
import type {Audit, CachedLook, Difference, Looked} from './audited.ts';

// What an audit found, in the words of screen and paper.

/** A value of a field as it is read. */
export function fieldText({unit}: AuditField, value: string | number | undefined, timeZone: string): string {
	return value === undefined
		? '–'
		: unit === 'text'
			? String(value)
			: unit === 'instant'
				? localTime(Number(value), timeZone)
				: formatAmount(unit, Number(value));
}

/** Which fact it is, and when it happened. */
export function auditTitle({id, idAtMs}: Audit, {facts: {one}}: Scenario, timeZone: string): string {
	return `${capital(one)} ${id}${idAtMs === undefined ? '' : `, placed ${localTime(idAtMs, timeZone)} ${zoneLabel(timeZone, idAtMs)} by its id`}`;
}

/** Since when it was what, by whom: an instant, a state, and the copies that say so. */
export function stateTexts({states}: Audit, timeZone: string): ReadonlyArray<readonly [at: string, state: string, saidBy: string]> {
	return states.map(({atMs, state, saidBy}) => [localTime(atMs, timeZone), state, saidBy.join(', ')]);
}

/** What is to be said beside the table: of the cache, the archive, what lacks it, and where the copies differ. */
export function auditSentences(audit: Audit, scenario: Scenario, timeZone: string): string[] {
	return [
		...differenceSentences(audit, timeZone),
		...lackSentences(audit, scenario, timeZone),
		cacheSentence(audit.cache, audit.asOfMs, scenario, timeZone),
		...archiveSentences(audit, timeZone),
	];
}

function differenceSentences({differences, auditing, archive, ledger, window}: Audit, timeZone: string): string[] {
	const copies =
		[ledger, window].filter(({state}) => state === 'held').length + ('found' in archive ? archive.found.filter(({isCounted}) => isCounted).length : 0);
	if (differences.length === 0) {
		return copies > 1 ? ['The copies that count are equal.'] : [];
	}

	const text = ({field, values}: Difference) => {
		const record = auditing.fields.find(({name}) => name === field)!;
		return `${record.title ?? field} (${Object.entries(values)
			.map(([name, value]) => `${name} ${fieldText(record, value, timeZone)}`)
			.join(', ')})`;
	};
	return [`They DIFFER in ${listed(differences.map(text))}.`];
}

/** The layers that lack it, and why that may be. */
function lackSentences({ledger, window, archive, idAtMs, asOfMs, auditing}: Audit, {facts}: Scenario, timeZone: string): string[] {
	const atMs = ledger.state === 'held' ? facts.atMs(ledger.fact) : window.state === 'held' ? facts.atMs(window.fact) : idAtMs;
	const daysOld = atMs === undefined ? undefined : (asOfMs - atMs) / 86_400_000;
	const isPast = daysOld !== undefined && daysOld > facts.window.days;
	const said = (title: string, looked: Looked, absent: string) =>
		looked.state === 'absent' ? [absent] : looked.state === 'held' ? [] : [`${title}: ${looked.why}.`];
	const counted = 'found' in archive ? archive.found.find(({isCounted}) => isCounted) : undefined;
	// As of the archive's beginning: what changed while it read is in it.
	const isBehind = counted && ledger.state === 'held' && auditing.fields.some(({value}) => value(ledger.fact) !== value(counted.fact));
	const changedMs = ledger.state === 'held' ? Math.max(...auditing.states(ledger.fact).map(({atMs}) => atMs)) : undefined;
	return [
		...said('PostgreSQL', ledger, `PostgreSQL does not have it${counted ? ': restore brings it back from the archive' : ''}.`),
		...said(
			'MongoDB',
			window,
			isPast ? `MongoDB does not have it any more: it keeps ${keptText(facts.window.days)}.` : 'MongoDB does not have it, and its window would hold it.',
		),
		...(isBehind && changedMs !== undefined && changedMs > counted.asOfMs
			? [`It changed after its day was archived (${localTime(counted.asOfMs, timeZone)}): archive makes a further revision.`]
			: []),
	];
}

function cacheSentence(cache: CachedLook, nowMs: number, {archive}: Scenario, timeZone: string): string {
	if (cache.state !== 'held') {
		return cache.state === 'absent' ? 'No answer is cached.' : `Redis: ${cache.why}.`;
	}

	const {asOfMs, contained} = cache;
	const {days, note} = archive?.answered ?? {days: 0, note: ''};
	const verdicts = {
		later: 'cannot contain it, it was placed later',
		older: `cannot contain it, it is of ${days} days`,
		changed: 'can contain it as it was before its last change',
		'left-out': `does not count it, it is ${note}`,
		counted: 'can contain it',
	} as const;
	return `The cached answer, as of ${localTime(asOfMs, timeZone)} (${formatDuration(Math.max(0, Math.round((nowMs - asOfMs) / 1000)))} old), ${contained ? verdicts[contained.why] : 'is of no such facts'}.`;
}

function archiveSentences({archive, idAtMs}: Audit, timeZone: string): string[] {
	if ('why' in archive) {
		return [`Archive: ${archive.why}.`];
	}

	const {found, days, parts, by, damaged} = archive;
	const searched =
		by === 'ids'
			? `its id does not tell when, so ${countedText(parts, 'part')} with ids around it were read`
			: days.length === 0
				? `${idAtMs === undefined ? 'its day' : dayOf(idAtMs, timeZone)} is not archived`
				: `${listed(days)} was looked through`;
	return [
		...found.map(
			({part, line, revision, isCounted, asOfMs}) =>
				`GCS r${revision}${isCounted ? ', which counts,' : ''} has it as of ${localTime(asOfMs, timeZone)} in line ${formatCount(line)} of ${part.name}, generation ${part.generation}.`,
		),
		...(found.length === 0 ? [`The archive does not have it: ${searched}.`] : by === 'ids' ? [`${capital(searched)}.`] : []),
		...damaged.map(sentence => `Damaged: ${sentence}`),
	];
}
