import type {GivenServer, Layer, ServerFlag} from '../layers/layer.ts';
import {byLayer, type ByLayer, engineLayers, type LayerName, portFlagOf, type ServerFlagName, type Servers} from '../layers/layers.ts';
import {scenarios} from '../scenarios/scenarios.ts';
import {Problem} from '../words/problem.ts';
import {dashed} from './dashed.ts';
import {type Given} from './flags.ts';
import {lesson} from './lesson.ts';
import {sized} from './read-population.ts';
import {readTimeZone, type TimeZone} from './read-time-zone.ts';
import {filled} from './read-value.ts';

/** Where the stores are, and the orders that an empty one is seeded with. */
export type StoresConfig = {
	readonly servers: Servers;
	/** Where an embedded engine is to listen; one without an entry takes a free port. */
	readonly ports: Partial<ByLayer<number>>;
	/** The layer that is left out, if one is. */
	readonly without?: LayerName | undefined;
	/** Folder that keeps the embedded engines' data; without it the data is gone afterwards. */
	readonly dataFolder: string | undefined;
	readonly orders: number;
	readonly days: number;
	/** In which days begin and clocks are shown. */
	readonly timeZone: TimeZone;
};

/** What every command that opens the stores is told. */
export function readStores(given: Given, environment: NodeJS.ProcessEnv): StoresConfig {
	return {
		servers: readServers(given, environment),
		ports: readPorts(given, environment),
		...(given.without !== undefined && {without: given.without}),
		dataFolder: readFolder(given.data),
		orders: given.orders ?? sized(given.scenario ?? scenarios[0], scenarios, given).facts.seeded ?? lesson.orders,
		days: readDays(given),
		timeZone: readTimeZone(given.timeZone, environment['TZ']),
	};
}

/**
 * Which servers were named; a flag wins over --compose, and that over the environment.
 * @throws Problem that names the flag or the variable, and never shows a URL
 */
function readServers(given: Given, environment: NodeJS.ProcessEnv): Servers {
	const readOne = ({flags, readServer}: Layer) => readServer(flags.map(flag => givenFor(flag, given, environment)));
	// Each layer gives its own kind of server, which the list of them cannot say.
	const servers = byLayer(layer => readOne(layer)) as Servers;
	checkReach(servers);
	return servers;
}

function givenFor({name, variable, compose}: ServerFlag, given: Given, environment: NodeJS.ProcessEnv): GivenServer | undefined {
	const byFlag = given[name as ServerFlagName];
	const byCompose = given.compose ? compose : undefined;
	const text = byFlag ?? byCompose ?? filled(environment[variable]);
	return text === undefined ? undefined : {text, source: byFlag !== undefined ? dashed(name) : byCompose !== undefined ? '--compose' : variable};
}

/**
 * The ports that embedded engines are to have.
 * @throws Problem where a server is named in an engine's place, or two are to have the same port
 */
function readPorts(given: Given, environment: NodeJS.ProcessEnv): Partial<ByLayer<number>> {
	const ports = new Map<number, string>();
	const wanted = engineLayers.flatMap(({name, title, flags}) => {
		const flag = dashed(portFlagOf(name));
		const port = given[portFlagOf(name)];
		if (port === undefined) {
			return [];
		}

		const server = flags.map(each => givenFor(each, given, environment)).find(each => each !== undefined);
		if (server !== undefined || given.without === name) {
			throw new Problem(
				`${flag} is for the embedded ${title} engine, ${server ? `in whose place ${server.source} names a server` : `which --without ${name} leaves out`}: give one of them`,
				2,
			);
		}

		const other = ports.get(port);
		if (other !== undefined) {
			throw new Problem(`${other} and ${flag} name the same port ${port}: give each engine its own`, 2);
		}

		ports.set(port, flag);
		return [[name, port]];
	});
	return Object.fromEntries(wanted) as Partial<ByLayer<number>>;
}

/** @throws Problem where BigQuery is to load from an archive on this machine, which it cannot reach */
function checkReach({history, gcs}: Servers): void {
	if (history && 'project' in history && history.endpoint === undefined && (!gcs || gcs.endpoint !== undefined)) {
		throw new Problem(
			'BigQuery loads from a bucket of Google Cloud Storage alone: name it with --bucket or SHOPSTREAM_BUCKET, or leave out --bigquery for DuckDB',
			2,
		);
	}
}

/** @throws Problem where both are given */
function readDays({days, years}: Given): number {
	if (days !== undefined && years !== undefined) {
		throw new Problem('--days and --years exclude each other: give one of them', 2);
	}

	return days ?? (years === undefined ? lesson.days : Math.round(years * 365.25));
}

function readFolder(path: string | undefined): string | undefined {
	if (path?.startsWith('-')) {
		throw new Problem(`--data wants a folder, not "${path}": write ./${path} for one of that name`, 2);
	}

	return path;
}
