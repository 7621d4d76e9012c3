import type {Command, Config} from '../command-line/config.ts';
import {expiryWarning, seedOrders} from '../flows/seed-orders.ts';
import {print, printJson, say} from '../command-line/outputs.ts';
import {Problem} from '../words/problem.ts';
import type {Services} from '../services.ts';
import {timeLimitsMs} from '../time-limits.ts';
import {formatCount} from '../words/count.ts';
import {plainText} from '../words/plain-text.ts';
import {backendsOf} from '../layers/layers.ts';
import {archiveText} from './archive-text.ts';
import {archiveJson, benchJson, reportJson, seedJson} from './json-report.ts';
import {isArchiveTemporary, runArchive} from './run-archive.ts';
import {type Narrator, type Opened, runBench, runReport} from './run-report.ts';
import {labJson, stampedeJson} from './lab-json.ts';
import {labText} from './lab-text.ts';
import {onPaper} from './on-paper.ts';
import {runLab} from './run-lab.ts';
import {runStampede} from './run-stampede.ts';
import {stampedeText} from './stampede-text.ts';
import {benchText, reportText, seedText} from './text-report.ts';
import {runWhatIf} from './what-if.ts';
import {whatIfJson} from './what-if-json.ts';
import {whatIfText} from './what-if-text.ts';
import {withServices} from './with-services.ts';

/** A result in both its forms; only the wanted one is made. */
type Printable = {
	readonly text: () => string;
	readonly json: () => object;
	/** Said on standard error after the result. */
	readonly hint?: string;
};

/**
 * Runs a one-shot command and prints its result: text, or one JSON document. Standard output carries nothing else;
 * what goes on is said on standard error.
 */
export async function printResult(config: Config, command: Exclude<Command, 'dashboard'>, signal: AbortSignal): Promise<void> {
	const narrate: Narrator = sentence => {
		if (process.stderr.isTTY) {
			void say(sentence);
		}
	};

	const result = command === 'what-if' ? await whatIf(config, signal, narrate) : await withServices(config, signal, command === 'seed' ? timeLimitsMs.cancel : 0, async services => produce[command](services, config, signal, narrate));
	signal.throwIfAborted();
	await (config.json ? printJson(result.json(), signal) : print(onPaper(result.text(), config), signal));
	if (result.hint !== undefined && !await say(result.hint)) {
		throw new Problem('Standard error cannot be written');
	}
}

async function whatIf(config: Config, signal: AbortSignal, narrate: Narrator): Promise<Printable> {
	const result = await runWhatIf(config, signal, narrate);
	return {text: () => whatIfText(result), json: () => whatIfJson(result)};
}

const produce: Record<Exclude<Command, 'dashboard' | 'what-if'>, (services: Opened, config: Config, signal: AbortSignal, narrate: Narrator) => Promise<Printable>> = {
	async report(services, config, signal, narrate) {
		const result = await runReport(services, config, signal, narrate);
		return {text: () => reportText(result), json: () => reportJson(result)};
	},
	async bench(services, config, signal, narrate) {
		const result = await runBench(services, config, signal, narrate);
		return {text: () => benchText(result, backendsOf(services)), json: () => benchJson(result, backendsOf(services))};
	},
	async seed(services, config, signal, narrate) {
		await askBeforeMixing(services, config, `store ${formatCount(config.orders)} more`, expiryWarning({count: config.orders, days: config.days}));
		const {window} = services;
		const wanted = {count: config.orders, days: config.days, seed: config.seed, nowMs: services.clock.now(), timeZone: config.timeZone};
		const warning = expiryWarning(wanted);
		if (warning !== undefined) {
			await say(`Note: ${warning}.`);
		}

		const result = await seedOrders(window, wanted, {
			signal,
			progress({stored}) {
				if (stored % 10_000 === 0 && stored < config.orders) {
					narrate(`${formatCount(stored)} of ${formatCount(config.orders)} orders stored`);
				}
			},
		});
		const isKept = window.backend.kind === 'server' || config.dataFolder !== undefined;
		if (signal.aborted) {
			await say(`Cancelled: ${formatCount(result.stored)} of ${formatCount(result.wanted)} orders ${isKept ? 'stand' : 'stood; they were in memory and are gone now'}.`);
		}

		signal.throwIfAborted();
		const held = await window.countOrders();
		return {
			text: () => seedText(result, held, backendsOf(services)),
			json: () => seedJson(result, held, backendsOf(services)),
			...(!isKept && {hint: 'These orders are gone now: keep them with --data DIR or --mongo-url URL.'}),
		};
	},
	async archive(services, config, signal, narrate) {
		const result = await runArchive(services, config, signal, narrate);
		const {bucket} = services.archive;
		return {
			text: () => archiveText(result, bucket, backendsOf(services)),
			json: () => archiveJson(result, bucket, backendsOf(services)),
			...(isArchiveTemporary(services, config) && {hint: 'These objects are gone now: keep them with --data DIR or --bucket NAME.'}),
		};
	},
	async lab(services, config, signal, narrate) {
		if (config.experiment.ordersPerSecond > 0) {
			await askBeforeMixing(services, config, 'let orders arrive');
		}

		const result = await runLab(services, config, signal, narrate);
		return {text: () => labText(result), json: () => labJson(result)};
	},
	async stampede(services, config, signal, narrate) {
		const result = await runStampede(services, config, signal, narrate);
		return {text: () => stampedeText(result), json: () => stampedeJson(result)};
	},
};

/** A first seed into a server that already holds orders is a question, since they cannot be told apart afterwards. */
async function askBeforeMixing({window}: Services, config: Config, wish: string, warning?: string): Promise<void> {
	if (window.backend.kind === 'embedded' || config.yes) {
		return;
	}

	const held = await window.countOrders();
	if (held === 0) {
		return;
	}

	const what = `${window.backend.label} at ${window.backend.address} already holds ${formatCount(held)} orders`;
	if (!process.stdin.isTTY || !process.stderr.isTTY) {
		throw new Problem(`${what}: add --yes to ${wish} beside them`, 2);
	}

	process.stderr.write(`${plainText(what)}. ${wish.charAt(0).toUpperCase()}${wish.slice(1)} beside them${warning === undefined ? '' : ` (${warning})`}? [y/N] `);
	const answer = await readLine();
	if (!/^y(es)?$/i.test(answer.trim())) {
		throw new Problem('Nothing was stored');
	}
}

async function readLine(): Promise<string> {
	const {createInterface} = await import('node:readline/promises');
	const lines = createInterface({input: process.stdin});
	try {
		const {value} = await lines[Symbol.asyncIterator]().next();
		return value ?? '';
	} finally {
		lines.close();
	}
}
