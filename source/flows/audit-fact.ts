import type {Auditing} from '../scenarios/auditing.ts';
import type {Scenario} from '../scenarios/scenario.ts';
import {shownAbout} from '../scenarios/shown-about.ts';
import type {GcsArchive} from '../stores/gcs-archive.ts';
import type {MongoWindow} from '../stores/mongo-window.ts';
import type {PostgresLedger} from '../stores/postgres-ledger.ts';
import type {RedisCache} from '../stores/redis-cache.ts';
import {StoreFailure} from '../stores/store-failure.ts';
import {capital} from '../words/capital.ts';
import {listed} from '../words/listed.ts';
import {dayOf} from '../words/local-day.ts';
import {plainText} from '../words/plain-text.ts';
import {Problem, sayFailure} from '../words/problem.ts';
import {createAnswerKey} from './answer-key.ts';
import {searchArchive} from './audit-archive.ts';
import {type Audit, type CachedLook, type Contained, copiesOf, type Copy, type Difference, type Looked, type PastState} from './audited.ts';

type Stores = {
	readonly scenario: Scenario;
	readonly timeZone: string;
	/** Why PostgreSQL is not asked, where it is not. */
	readonly ledger: Pick<PostgresLedger, 'find'> | {readonly why: string};
	readonly window: Pick<MongoWindow, 'find' | 'identity'>;
	/** Why MongoDB holds nothing, where that says nothing of the fact. */
	readonly windowless?: string | undefined;
	readonly cache: Pick<RedisCache, 'get'>;
	readonly archive: Pick<GcsArchive, 'listObjects' | 'readObject'>;
	readonly clock: () => number;
};

type Options = {readonly signal?: AbortSignal | undefined; readonly progress?: ((done: number, total: number) => void) | undefined};

/**
 * Looks into one fact, in every layer; nothing is changed. A layer that does not answer says so, and the others are asked all the same.
 * @throws Problem when no layer has it
 */
export async function auditFact(stores: Stores, id: string, {signal, progress}: Options = {}): Promise<Audit> {
	const {scenario, ledger, window, windowless, clock} = stores;
	const {facts} = scenario;
	const auditing = auditingOf(scenario);
	const asOfMs = clock();
	const idAtMs = auditing.idAtMs(id);
	const [inLedger, inWindow] = await Promise.all([
		look(async () => ('why' in ledger ? {state: 'unknown', why: ledger.why} : held((await ledger.find([id], signal)).get(id))), signal),
		look(async () => (windowless === undefined ? readDocument(facts, id, await window.find(id, signal)) : {state: 'unknown', why: windowless}), signal),
	]);
	const known = [inLedger, inWindow].flatMap(looked => (looked.state === 'held' ? [looked.fact] : []));
	const instants = [...new Set([...(idAtMs === undefined ? [] : [idAtMs]), ...known.map(fact => facts.atMs(fact))])];
	const archive = scenario.archive
		? await searchArchive(stores, id, instants, {signal, progress}).catch((error: unknown) => {
				signal?.throwIfAborted();
				return {why: whyOf(error)};
			})
		: {why: `${facts.many} are not archived`};
	const found = 'found' in archive ? archive.found : [];
	const fact = known[0] ?? found.findLast(({isCounted}) => isCounted)?.fact;
	const inCache = await lookInCache(stores, fact, signal);
	const copies = copiesOf(inLedger, inWindow, found);
	if (copies.length === 0 && inWindow.state !== 'odd') {
		throw new Problem(unknownText(facts, {id, idAtMs, ledger: inLedger, window: inWindow, archive}, stores.timeZone));
	}

	return {
		id,
		auditing,
		idAtMs,
		asOfMs,
		ledger: inLedger,
		window: inWindow,
		cache: inCache,
		archive,
		states: statesOf(auditing, copies),
		differences: differencesOf(auditing, copies),
	};
}

/** How a scenario's facts are looked into. @throws Problem for one whose facts are not */
function auditingOf({audit, facts}: Scenario): Auditing {
	if (!audit) {
		throw new Problem(`${capital(facts.many)} are not looked into one by one`, 2);
	}

	return audit;
}

function held(fact: object | undefined): Looked {
	return fact ? {state: 'held', fact} : {state: 'absent'};
}

async function look(ask: () => Promise<Looked>, signal: AbortSignal | undefined): Promise<Looked> {
	try {
		return await ask();
	} catch (error) {
		signal?.throwIfAborted();
		return {state: 'unknown', why: whyOf(error)};
	}
}

/** What a store's failure says; any other is no answer of a layer. */
function whyOf(error: unknown): string {
	if (error instanceof StoreFailure) {
		return error.message;
	}

	throw error;
}

function readDocument({fromDocument}: Scenario['facts'], id: string, document: object | undefined): Looked {
	if (!document) {
		return {state: 'absent'};
	}

	try {
		return {state: 'held', fact: fromDocument(id, document)};
	} catch (error) {
		return {state: 'odd', why: plainText(sayFailure(error))};
	}
}

async function lookInCache({scenario, window, timeZone, cache}: Stores, fact: object | undefined, signal?: AbortSignal): Promise<CachedLook> {
	try {
		const answerKey = createAnswerKey({scenario, window, timeZone});
		await answerKey.resolve(signal);
		const key = answerKey.of(shownAbout(scenario));
		const stands = key === undefined ? undefined : await cache.get(key);
		if (stands?.status !== 'found') {
			return {state: 'absent'};
		}

		const {
			expiresAtMs,
			answer: {asOfMs},
		} = stands.value;
		return {state: 'held', key: key!, asOfMs, expiresAtMs, contained: fact && containedIn(scenario, fact, asOfMs)};
	} catch (error) {
		signal?.throwIfAborted();
		return {state: 'unknown', why: whyOf(error)};
	}
}

/** Whether an answer as of then can contain a fact. That it did reach MongoDB by then, nobody wrote down. */
function containedIn({facts, archive, audit}: Scenario, fact: object, asOfMs: number): Contained | undefined {
	if (!archive || !audit) {
		return undefined;
	}

	const atMs = facts.atMs(fact);
	const {days, counts} = archive.answered;
	const isLater = atMs > asOfMs;
	if (isLater || atMs <= asOfMs - days * 86_400_000) {
		return {can: false, why: isLater ? 'later' : 'older'};
	}

	return Math.max(...audit.states(fact).map(({atMs}) => atMs)) > asOfMs
		? {can: true, why: 'changed'}
		: counts(fact, asOfMs)
			? {can: true, why: 'counted'}
			: {can: false, why: 'left-out'};
}

/** What the copies tell of its past, in the order of time. */
function statesOf(auditing: Auditing, copies: readonly Copy[]): PastState[] {
	const states = new Map<string, {readonly state: string; readonly atMs: number; readonly saidBy: string[]}>();
	for (const {name, fact} of copies) {
		for (const {state, atMs} of auditing.states(fact)) {
			const key = `${atMs} ${state}`;
			const said = states.get(key) ?? {state, atMs, saidBy: []};
			said.saidBy.push(name);
			states.set(key, said);
		}
	}

	return [...states.values()].sort((a, b) => a.atMs - b.atMs);
}

/** Where the copies that count differ; earlier revisions of the archive are of the past and may. */
function differencesOf(auditing: Auditing, copies: readonly Copy[]): Difference[] {
	const counted = copies.filter(({archived}) => archived?.isCounted !== false);
	return auditing.fields.flatMap(field => {
		const values = counted.flatMap(({name, fact}) => {
			const value = field.value(fact);
			return value === undefined ? [] : [[name, value] as const];
		});
		return new Set(values.map(([, value]) => value)).size > 1 ? [{field: field.name, values: Object.fromEntries(values)}] : [];
	});
}

function unknownText(
	{one}: Scenario['facts'],
	{id, idAtMs, ledger, window, archive}: Pick<Audit, 'id' | 'idAtMs' | 'ledger' | 'window' | 'archive'>,
	timeZone: string,
): string {
	const whys = [
		...[
			{name: 'PostgreSQL', looked: ledger},
			{name: 'MongoDB', looked: window},
		].flatMap(({name, looked}) => (looked.state === 'unknown' ? [{name, why: looked.why}] : [])),
		...('why' in archive ? [{name: 'the archive', why: archive.why}] : []),
	];
	const silent = [...new Set(whys.map(({why}) => why))].map(
		why => `${listed(whys.filter(each => each.why === why).map(({name}) => name))} gave no answer (${why.replace(/\.$/, '')})`,
	);
	const searched =
		'why' in archive
			? []
			: [
					archive.by === 'ids'
						? `${archive.parts === 0 ? 'no archived part has' : archive.parts === 1 ? '1 archived part was read that has' : `${archive.parts} archived parts were read that have`} ids around it`
						: archive.days.length === 0
							? `${dayOf(idAtMs!, timeZone)}, its day, is not archived`
							: `the archive of ${listed(archive.days)} was read`,
					...archive.damaged.map(sentence => sentence.replace(/\.$/, '')),
				];
	return [`No layer that answered has the ${one} ${plainText(id)}`, ...searched, ...silent].join('; ');
}
