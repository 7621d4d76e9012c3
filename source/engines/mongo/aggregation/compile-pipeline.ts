import {MongoError, notSupported} from '../mongo-error.ts';
import {isDocument, type Document} from '../values/document.ts';
import {$bucket} from './bucket.ts';
import {$group} from './group.ts';
import {$facet, $lookup, $unionWith} from './joining-stages.ts';
import {$addFields, $project, $replaceRoot, $replaceWith, $unset, $unwind} from './reshaping-stages.ts';
import {$count, $documents, $limit, $match, $sample, $skip, $sort, $sortByCount} from './selecting-stages.ts';
import type {PipelineSource, Stage, StageCompiler} from './stage.ts';

const stages: Readonly<Record<string, StageCompiler>> = {
	$addFields, $bucket, $count, $documents, $facet, $group, $limit, $lookup, $match, $project, $replaceRoot,
	$replaceWith, $sample, $set: $addFields, $skip, $sort, $sortByCount, $unionWith, $unset, $unwind,
};

const refused = new Set([
	'$out', '$merge', '$geoNear', '$redact', '$setWindowFields', '$densify', '$fill', '$search', '$searchMeta', '$vectorSearch', '$currentOp',
	'$listSessions', '$listLocalSessions', '$planCacheStats', '$collStats', '$indexStats', '$querySettings', '$shardedDataDistribution', '$rankFusion',
]);

/**
 * Compiles an aggregation pipeline; every stage and expression in it is checked before the first document is read.
 *
 * @throws MongoError 40324 for an unknown stage, `NotImplemented` for one that this engine has not.
 */
export function compilePipeline(pipeline: readonly unknown[], source: PipelineSource): Stage {
	const stages = compileStages(pipeline, source);
	return next => stages.reduceRight((following, stage) => stage(following), next);
}

/** The same, each stage for itself. */
export function compileStages(pipeline: readonly unknown[], source: PipelineSource): readonly Stage[] {
	let inRuns = source.inRuns === true;
	return pipeline.map((stage, index) => {
		const compiledStage = compileStage(stage, {...source, inRuns}, index);
		inRuns &&= keepsRuns(stage as Document);
		return compiledStage;
	});
}

/** Whether documents of equal `_id` still come one after the other behind a stage. */
function keepsRuns(stage: Document): boolean {
	const {$unwind} = stage;
	const {path = $unwind, includeArrayIndex = ''} = isDocument($unwind) ? $unwind : {};
	return Object.hasOwn(stage, '$match')
		|| (typeof path === 'string' && typeof includeArrayIndex === 'string' && ![path.slice(1), includeArrayIndex].some(field => field.split('.')[0] === '_id'));
}

function compileStage(stage: unknown, source: PipelineSource, index: number): Stage {
	if (!isDocument(stage)) {
		throw new MongoError('TypeMismatch', "Each element of the 'pipeline' array must be an object");
	}

	const [name, ...more] = Object.keys(stage);
	if (name === undefined || more.length > 0) {
		throw new MongoError(40_323, 'A pipeline stage specification object must contain exactly one field.');
	}

	const compile = Object.hasOwn(stages, name) ? stages[name] : undefined;
	if (!compile) {
		if (name === '$changeStream') {
			throw new MongoError(40_573, 'The $changeStream stage is only supported on replica sets');
		}

		throw refused.has(name) ? notSupported(name) : new MongoError(40_324, `Unrecognized pipeline stage name: '${name}'`);
	}

	if (name === '$documents' && index > 0) {
		throw new MongoError(40_602, '$documents is only valid as the first stage in a pipeline.');
	}

	return compile(stage[name], source, compilePipeline, name);
}
