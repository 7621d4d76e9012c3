import type {GivenServer, Layer} from '../layers/layer.ts';
import {byLayer, type LayerName, type ServerFlagName, type Servers} from '../layers/layers.ts';
import {Problem} from '../words/problem.ts';
import {dashed, type Given} from './flags.ts';
import {lesson} from './lesson.ts';
import {readTimeZone} from './read-time-zone.ts';
import {filled} from './read-value.ts';

/** Where the stores are, and the orders that an empty one is seeded with. */
export type StoresConfig = {
	readonly servers: Servers;
	/** The layer that is left out, if one is. */
	readonly without?: LayerName | undefined;
	/** Folder that keeps the embedded engines' data; without it the data is gone afterwards. */
	readonly dataFolder: string | undefined;
	readonly orders: number;
	readonly days: number;
	/** IANA name of the zone in which days begin and clocks are shown. */
	readonly timeZone: string;
};

/** What every command that opens the stores is told. */
export function readStores(given: Given, environment: NodeJS.ProcessEnv): StoresConfig {
	return {
		servers: readServers(given, environment),
		...(given.without !== undefined && {without: given.without}),
		dataFolder: readFolder(given.data),
		orders: given.orders ?? lesson.orders,
		days: readDays(given),
		timeZone: readTimeZone(given.timeZone, environment['TZ']),
	};
}

/**
 * Which servers were named; a flag wins over --compose, and that over the environment.
 * @throws Problem that names the flag or the variable, and never shows a URL
 */
function readServers(given: Given, environment: NodeJS.ProcessEnv): Servers {
	const readOne = ({flags, readServer}: Layer) =>
		readServer(
			flags.map((flag): GivenServer | undefined => {
				const byFlag = given[flag.name as ServerFlagName] ?? (given.compose ? flag.compose : undefined);
				const text = byFlag ?? filled(environment[flag.variable]);
				return text === undefined ? undefined : {text, source: byFlag === undefined ? flag.variable : dashed(flag.name)};
			}),
		);
	// Each layer gives its own kind of server, which the list of them cannot say.
	const servers = byLayer(layer => readOne(layer)) as Servers;
	checkReach(servers);
	return servers;
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
