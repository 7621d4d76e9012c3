import {Long} from 'bson';
import {ensureSupported, uassert} from '../mongo-error.ts';
import type {Collection} from '../state/collection.ts';
import {isDocument, type Document} from '../values/document.ts';
import {truthy} from '../values/numbers.ts';
import {statsOf} from './catalog-commands.ts';
import {collectionName, type Request, type ServerState} from './command.ts';
import {operationsNow} from './server-commands.ts';

type ServerStage = (operand: Document, request: Request, server: ServerState, collection: Collection | undefined) => Document[];

/** Stages at the head of a pipeline that tell of the server and not of documents. */
export const serverStages: Readonly<Record<string, ServerStage>> = {
	$collStats(operand, request, server, collection) {
		const {count, storageStats, latencyStats, ...others} = operand;
		const [other] = Object.keys(others);
		ensureSupported(other !== 'queryExecStats', '$collStats with queryExecStats');
		uassert(other === undefined, 40_415, `BSON field '$collStats.${other}' is an unknown field.`);
		ensureSupported(!isDocument(latencyStats) || !truthy(latencyStats['histograms']), '$collStats with histograms');
		uassert(
			collection || (count ?? storageStats) === undefined,
			'NamespaceNotFound',
			() =>
				`Unable to retrieve ${count ? 'count' : 'storageStats'} in $collStats stage :: caused by :: Collection [${request.database}.${collectionName(request)}] not found.`,
		);
		return [
			{
				...about(request, server),
				localTime: new Date(server.clock()),
				...(storageStats !== undefined && {storageStats: statsOf(collection, isDocument(storageStats) ? storageStats['scale'] : 1)}),
				...(latencyStats !== undefined && {latencyStats: collection?.usage.latency()}),
				...(count !== undefined && {count: collection?.size ?? 0}),
			},
		];
	},
	$indexStats(operand, request, server, collection) {
		uassert(Object.keys(operand).length === 0, 28_803, 'The $indexStats stage specification must be an empty object');
		return (collection?.indexes ?? []).map(({name, key, specification}) => {
			const {ops, since} = collection!.index(name).uses;
			return {name, key, host: about(request, server).host, accesses: {ops: Long.fromNumber(ops), since}, spec: specification};
		});
	},
	$currentOp(operand, request, server) {
		const why = "$currentOp must be run against the 'admin' database with {aggregate: 1}";
		uassert(request.body['aggregate'] === 1 && request.database === 'admin', 'InvalidNamespace', why);
		return operationsNow(request, server, operand);
	},
};

/** What such a stage gives; undefined for any other. */
export function serverDocuments(stage: unknown, request: Request, server: ServerState, collection: Collection | undefined): Document[] | undefined {
	const [name = ''] = isDocument(stage) ? Object.keys(stage) : [];
	const of = Object.hasOwn(serverStages, name) ? serverStages[name] : undefined;
	const operand = isDocument(stage) ? stage[name] : undefined;
	uassert(!of || isDocument(operand), 5_447_000, () => `${name} must take a nested object but found: ${name}: ${String(operand)}`);
	return of?.(operand as Document, request, server, collection);
}

function about(request: Request, server: ServerState) {
	return {ns: `${request.database}.${String(request.body['aggregate'])}`, host: `127.0.0.1:${server.port()}`};
}
