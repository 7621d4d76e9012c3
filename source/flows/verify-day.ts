import {archivingOf} from '../scenarios/archiving-of.ts';
import type {Scenario} from '../scenarios/scenario.ts';
import type {ArchivedPart, DayManifest} from '../stores/archive-manifest.ts';
import type {GcsArchive} from '../stores/gcs-archive.ts';
import type {FactState} from '../stores/postgres-holdings.ts';
import type {PostgresLedger} from '../stores/postgres-ledger.ts';
import {formatAmount} from '../words/amount.ts';
import {formatCount} from '../words/count.ts';
import {plainText} from '../words/plain-text.ts';
import {type Damage, DamagedPart, readPart} from './read-part.ts';

/** Facts that the ledger is asked about at a time. */
const batchSize = 1000;

/** Where the archive is not what its manifest says, or not what the ledger has. */
export type Difference = {
	/** Undefined where it is of no day. */
	readonly day: string | undefined;
	readonly kind:
		| Damage
		/** A manifest whose figures are not those of its parts, an object that is none of this program's, a manifest of another schema. */
		| 'manifest'
		| 'oddity'
		/** A line of another day, or a fact that has two lines. */
		| 'other-day'
		| 'twice'
		/** A fact, or a whole day, that the ledger has not. */
		| 'not-in-ledger'
		/** A fact that the ledger had when it was archived, and that no line has. */
		| 'not-archived'
		/** The ledger has an older version than the archive. */
		| 'older-in-ledger'
		/** The same version is another one in the ledger. */
		| 'unequal'
		/** A whole day that the ledger has and the archive lacks. */
		| 'missing-day';
	readonly object?: string;
	readonly line?: number;
	readonly id?: string;
	/** A sentence. */
	readonly text: string;
};

/** What became of a day. */
export type VerifiedDay = {
	readonly day: string;
	/** As they were read. */
	readonly rows: number;
	readonly worth: number;
	/** Facts that changed in the ledger since they were archived: the next archive takes them up. */
	readonly changed: number;
	/** Facts that the ledger has and the archive has not yet: they came since. */
	readonly came: number;
};

type Ends = {
	readonly scenario: Scenario;
	readonly archive: Pick<GcsArchive, 'readObject'>;
	/** Undefined: what is archived is compared with the manifest alone. */
	readonly ledger: Pick<PostgresLedger, 'states' | 'stretches' | 'stream'> | undefined;
};

type Options = {
	readonly signal?: AbortSignal | undefined;
	/** Called with the number of lines that were read since the last call. */
	readonly told: (rows: number) => void;
	readonly differs: (difference: Difference) => void;
};

/** Reads all that is archived of a day and compares it with its manifest, and each fact with the ledger's. */
export async function verifyDay({scenario, archive, ledger}: Ends, manifest: DayManifest, {signal, told, differs}: Options): Promise<VerifiedDay> {
	const {day, fromMs, toMs, parts} = manifest;
	const {facts} = scenario;
	const {worth: counted} = archivingOf(scenario);
	const [present] = (await ledger?.stretches([fromMs, toMs], {signal})) ?? [];
	const rowsInLedger = present?.rows ?? 0;
	const ids = new Set<string>();
	let [rows, worth, changed, found, isDamaged] = [0, 0, 0, 0, false];
	checkSums(scenario, manifest, differs);
	const compare = async (batch: readonly Line[]) => {
		told(batch.length);
		if (!ledger || rowsInLedger === 0) {
			return;
		}

		const inLedger = await ledger.states(
			batch.map(({id}) => id),
			signal,
		);
		for (const line of batch) {
			const its = inLedger.get(line.id);
			found += its && !line.isSecond && its.atMs >= fromMs && its.atMs < toMs ? 1 : 0;
			const compared = compareLine(scenario, day, line, its);
			changed += compared === 'changed' ? 1 : 0;
			if (typeof compared === 'object') {
				differs(compared);
			}
		}
	};

	for (const part of parts) {
		let batch: Line[] = [];
		try {
			for await (const {line, fact} of readPart(archive, part, scenario, signal)) {
				const id = facts.id(fact);
				const where = {day, object: part.name, line, id};
				const isSecond = ids.has(id);
				if (isSecond) {
					differs({...where, kind: 'twice', text: `${facts.one} ${plainText(id)} has two lines, the second one is line ${formatCount(line)} of ${part.name}`});
				}

				const atMs = facts.atMs(fact);
				if (atMs < fromMs || atMs >= toMs) {
					differs({
						...where,
						kind: 'other-day',
						text: `${facts.one} ${plainText(id)} is of another day (${new Date(atMs).toISOString()}), in line ${formatCount(line)} of ${part.name}`,
					});
				}

				ids.add(id);
				rows++;
				worth += counted.of(fact);
				batch.push({id, line, fact, part, isSecond});
				if (batch.length === batchSize) {
					await compare(batch);
					batch = [];
				}
			}
		} catch (error) {
			if (!(error instanceof DamagedPart)) {
				throw error;
			}

			isDamaged = true;
			const {part: object, damage: kind, line, message: text} = error;
			differs({day, kind, object, ...(line !== undefined && {line}), text});
		}

		await compare(batch);
	}

	if (ledger && rowsInLedger === 0 && rows > 0) {
		differs({day, kind: 'not-in-ledger', text: `PostgreSQL has none of the ${formatCount(rows)} ${facts.many} of this day: restore brings them back`});
	}

	// Facts that no line has came later, unless a part says that it has lost some: then they are named.
	const came = Math.max(0, rowsInLedger - found);
	if (ledger && isDamaged && came > 0) {
		for await (const fact of ledger.stream(fromMs - 1, toMs - 1, signal)) {
			const id = facts.id(fact);
			if (!ids.has(id)) {
				differs({day, kind: 'not-archived', id, text: `${facts.one} ${plainText(id)} is in PostgreSQL and in no line that can be read`});
			}
		}
	}

	return {day, rows, worth, changed, came: isDamaged ? 0 : came};
}

type Line = {
	readonly id: string;
	readonly line: number;
	readonly fact: object;
	readonly part: ArchivedPart;
	/** A line before it has the same fact. */
	readonly isSecond: boolean;
};

/** What the ledger says of a line: the version decides. A greater one changed since and is no damage, a smaller one has lost a change. */
function compareLine({facts, archive}: Scenario, day: string, {id, line, fact, part}: Line, inLedger: FactState | undefined): 'equal' | 'changed' | Difference {
	const where = {day, object: part.name, line, id};
	const name = `${facts.one} ${plainText(id)}`;
	if (!inLedger) {
		return {...where, kind: 'not-in-ledger', text: `${name} is archived and not in PostgreSQL: restore brings it back`};
	}

	const {worth} = archive!;
	const archived = facts.ledger!.version(fact);
	const isEqual = inLedger.worth === worth.of(fact) && inLedger.atMs === facts.atMs(fact);
	// Archives of before have no versions.
	if (archived === undefined || inLedger.version > archived) {
		return archived === undefined && isEqual ? 'equal' : 'changed';
	}

	if (inLedger.version < archived) {
		return {
			...where,
			kind: 'older-in-ledger',
			text: `${name} is version ${inLedger.version} in PostgreSQL, and was archived as version ${archived}: restore brings that back`,
		};
	}

	return isEqual
		? 'equal'
		: {
				...where,
				kind: 'unequal',
				text: `${name} comes to ${formatAmount(worth.unit, worth.of(fact))} in the archive and to ${formatAmount(worth.unit, inLedger.worth)} in PostgreSQL, both as version ${archived}`,
			};
}

/** The manifest's own figures against those that it gives its parts. */
function checkSums(scenario: Scenario, {day, name, rows, worth, parts}: DayManifest, differs: Options['differs']): void {
	const {
		worth: {unit},
	} = archivingOf(scenario);
	const sum = (of: (part: ArchivedPart) => number) => parts.reduce((total, part) => total + of(part), 0);
	const [partRows, partWorth] = [sum(part => part.rows), sum(part => part.worth)];
	if (rows !== partRows || worth !== partWorth) {
		differs({
			day,
			kind: 'manifest',
			object: name,
			text: `${plainText(name)} says ${formatCount(rows)} ${scenario.facts.many} worth ${formatAmount(unit, worth)}, and its parts come to ${formatCount(partRows)} worth ${formatAmount(unit, partWorth)}`,
		});
	}
}
