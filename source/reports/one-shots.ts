import {liveText} from '../flows/live-words.ts';
import type {commands} from '../command-line/commands.ts';
import type {Command, Config} from '../command-line/config.ts';
import {backendsOf} from '../layers/layers.ts';
import {timeLimitsMs} from '../time-limits.ts';
import {archiveListJson, archiveListTable, archiveListText, runArchiveList} from './archive-list.ts';
import {auditJson, auditText} from './audit-text.ts';
import {archiveTable, archiveText} from './archive-text.ts';
import {archiveJson, benchJson, reportJson, seedJson} from './json-report.ts';
import {lifecycleJson, lifecycleTable, lifecycleText} from './lifecycle-text.ts';
import {labJson, stampedeJson} from './lab-json.ts';
import {labTable, labText} from './lab-text.ts';
import {historyJson} from './history-json.ts';
import {historyText} from './history-text.ts';
import {runHistory} from './run-history.ts';
import {historyTable} from '../tables/history-table.ts';
import {togetherTable} from '../tables/together-table.ts';
import {isArchiveTemporary, runArchive} from './run-archive.ts';
import {compareJson, contendJson} from './rivals-json.ts';
import {compareText, contendText} from './rivals-text.ts';
import {runLifecycle} from './run-lifecycle.ts';
import {runLab} from './run-lab.ts';
import {runAudit} from './run-audit.ts';
import {runBench, runReport} from './run-report.ts';
import {runCompare, runContend} from './run-rivals.ts';
import {restoreJson, restoreText, restoreWrong, runRestore} from './run-restore.ts';
import {runSeed} from './run-seed.ts';
import {runStampede} from './run-stampede.ts';
import {runTogether} from './run-together.ts';
import {stampedeTable, stampedeText} from './stampede-text.ts';
import {togetherJson, togetherText} from './together-text.ts';
import {runVerify, verifyJson, verifyText, verifyWrong} from './run-verify.ts';
import {benchText, reportTable, reportText, seedText} from './text-report.ts';
import type {Voice} from './voice.ts';
import {runWhatIf} from './what-if.ts';
import {whatIfJson} from './what-if-json.ts';
import {whatIfTableOf, whatIfText} from './what-if-text.ts';
import {differencesTable} from '../tables/archive-tables.ts';
import {auditTable} from '../tables/audit-table.ts';
import {latencyTable} from '../tables/latency-table.ts';
import {phaseTable} from '../tables/phase-table.ts';
import {planTable} from '../tables/plan-table.ts';
import type {Sheet} from '../tables/sheet.ts';
import {onStores} from './with-services.ts';

/** A result in both its forms; only the wanted one is made. */
type Printable = {
	readonly text: () => string;
	readonly json: () => object;
	/** Its table, where the command takes --csv. */
	readonly table?: () => Sheet;
	/** Said on standard error after the result. */
	readonly hint?: string;
	/** What the result shows to be wrong: said after it, and the command has failed. */
	readonly wrong?: string;
};

/** A command that runs once and prints its result; one that takes --csv has a table. */
export type OneShot<Name extends OneShotName> = (
	config: Config<Name>,
	signal: AbortSignal,
	voice: Voice,
) => Promise<'csv' extends (typeof commands)[Name]['flags'][number] ? Required<Pick<Printable, 'table'>> & Printable : Printable>;

export type OneShotName = Exclude<Command, 'dashboard'>;

/** What each one-shot command does; its help and its flags are in command-line/commands.ts. */
export const oneShots: {readonly [Name in OneShotName]: OneShot<Name>} = {
	report: onStores(async (services, config, signal, {narrate}) => {
		const result = await runReport(services, config, signal, narrate);
		return {
			text: () => reportText(result),
			json: () => reportJson(result),
			table: () => reportTable(result),
			...(result.live && 'equal' in result.live && !result.live.equal && {wrong: liveText(result.live)}),
		};
	}),
	bench: onStores(async (services, config, signal, {narrate}) => {
		const result = await runBench(services, config, signal, narrate);
		return {text: () => benchText(result, backendsOf(services)), json: () => benchJson(result, backendsOf(services)), table: () => latencyTable(result)};
	}),
	// It says after a signal how many facts stand.
	seed: onStores(async (services, config, signal, voice) => {
		const {result, held, layer, isKept} = await runSeed(services, config, signal, voice);
		return {
			text: () => seedText(services.scenario, result, held, backendsOf(services), layer),
			json: () => seedJson(services.scenario, result, held, backendsOf(services)),
			...(!isKept && {hint: `These ${services.scenario.facts.many} were temporary: keep them with --data DIR or --mongo-url URL.`}),
		};
	}, timeLimitsMs.cancel),
	archive: onStores(async (services, config, signal, {narrate}) => {
		const result = await runArchive(services, config, signal, narrate);
		const {bucket} = services.archive;
		return {
			text: () => archiveText(result, bucket, backendsOf(services)),
			json: () => archiveJson(result, bucket, backendsOf(services)),
			table: () => archiveTable(result),
			...(isArchiveTemporary(services, config) && {hint: 'These objects were temporary: keep them with --data DIR or --bucket NAME.'}),
		};
	}),
	'archive list': onStores(async (services, _, signal) => {
		const list = await runArchiveList(services, signal);
		return {text: () => archiveListText(list), json: () => archiveListJson(list), table: () => archiveListTable(list)};
	}),
	'archive verify': onStores(async (services, config, signal, {narrate}) => {
		const verified = await runVerify(services, config, signal, narrate);
		const wrong = verifyWrong(verified);
		return {
			text: () => verifyText(verified),
			json: () => verifyJson(verified),
			table: () => differencesTable(verified.result.differences),
			...(wrong !== undefined && {wrong}),
		};
	}),
	// It says after a signal which days stand.
	restore: onStores(async (services, config, signal, voice) => {
		const outcome = await runRestore(services, config, signal, voice);
		const wrong = restoreWrong(outcome);
		return {
			text: () => restoreText(outcome),
			json: () => restoreJson(outcome),
			...(wrong !== undefined && {wrong}),
			...(!outcome.isKept && {hint: `These ${services.scenario.facts.many} were temporary: keep them with --data DIR or --postgres-url URL.`}),
		};
	}, timeLimitsMs.cancel),
	'archive lifecycle': onStores(async (services, config, signal, voice) => {
		const result = await runLifecycle(services, config, signal, voice);
		return {
			text: () => lifecycleText(result),
			json: () => lifecycleJson(result),
			table: () => lifecycleTable(result),
			...(!result.isKept && {wrong: 'The bucket did not take the rules as given: it has the ones shown'}),
		};
	}),
	audit: onStores(async (services, config, signal, {narrate}) => {
		const result = await runAudit(services, config, signal, narrate);
		return {text: () => auditText(result), json: () => auditJson(result), table: () => auditTable(result.audit, result.timeZone)};
	}),
	// Both tidy up after a signal.
	compare: onStores(async (services, config, signal, voice) => {
		const result = await runCompare(services, config, signal, voice);
		return {
			text: () => compareText(result),
			json: () => compareJson(result),
			table: () => planTable(result.comparison),
			...(!result.comparison.equal && {wrong: 'The answers are not equal: see the totals'}),
		};
	}, timeLimitsMs.cancel),
	contend: onStores(async (services, config, signal, voice) => {
		const result = await runContend(services, config, signal, voice);
		return {text: () => contendText(result), json: () => contendJson(result), table: () => phaseTable(result.contention, result.scenario.facts)};
	}, timeLimitsMs.cancel),
	history: onStores(async (services, config, signal, voice) => {
		const outcome = await runHistory(services, config, signal, voice);
		return {text: () => historyText(outcome), json: () => historyJson(outcome), table: () => historyTable(outcome.study.result)};
	}, timeLimitsMs.cancel),
	async 'what-if'(config, signal, {narrate}) {
		const result = await runWhatIf(config, signal, narrate);
		return {text: () => whatIfText(result), json: () => whatIfJson(result), table: () => whatIfTableOf(result)};
	},
	// It gives Redis its memory back after a signal.
	lab: onStores(async (services, config, signal, voice) => {
		const result = await runLab(services, config, signal, voice);
		return {text: () => labText(result), json: () => labJson(result), table: () => labTable(result)};
	}, timeLimitsMs.cancel),
	stampede: onStores(async (services, config, signal, {narrate}) => {
		if (config.scenario.question.abouts) {
			const together = await runTogether(services, config, signal, narrate);
			return {text: () => togetherText(together), json: () => togetherJson(together), table: () => togetherTable(together)};
		}

		const result = await runStampede(services, config, signal, narrate);
		return {text: () => stampedeText(result), json: () => stampedeJson(result), table: () => stampedeTable(result)};
	}),
};
