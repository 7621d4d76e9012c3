import {MongoError, notSupported, uassert} from '../mongo-error.ts';
import {isDocument, type Document} from '../values/document.ts';
import {$bucket} from './bucket.ts';
import {$group} from './group.ts';
import {$facet, $lookup, $unionWith} from './joining-stages.ts';
import {$addFields, $project, $replaceRoot, $replaceWith, $unset, $unwind} from './reshaping-stages.ts';
import {$count, $documents, $limit, $match, $sample, $skip, $sort, $sortByCount} from './selecting-stages.ts';
import {whole, type PipelineSource, type Stage, type StageCompiler} from './stage.ts';

const stages: Readonly<Record<string, StageCompiler>> = {
	$addFields,
	$bucket,
	$count,
	$documents,
	$facet,
	$group,
	$limit,
	$lookup,
	$match,
	$project,
	$replaceRoot,
	$replaceWith,
	$sample,
	$set: $addFields,
	$skip,
	$sort,
	$sortByCount,
	$unionWith,
	$unset,
	$unwind,
};

/** Most pipelines inside each other. */
const depthMax = 20;

/** Stages that give documents of their own, at the head of a pipeline alone; those without a compiler are given by who runs it. */
const heads = new Set(['$documents', '$collStats', '$indexStats', '$currentOp']);

const refused = new Set([
	'$out',
	'$merge',
	'$redact',
	'$setWindowFields',
	'$densify',
	'$fill',
	'$search',
	'$searchMeta',
	'$vectorSearch',
	'$listSearchIndexes',
	'$listSessions',
	'$listLocalSessions',
	'$planCacheStats',
	'$querySettings',
	'$shardedDataDistribution',
	'$rankFusion',
]);

/**
 * Compiles an aggregation pipeline; every stage and expression in it is checked before the first document is read.
 *
 * @throws MongoError 40324 for an unknown stage, `NotImplemented` for one that this engine has not.
 */
export function compilePipeline(pipeline: readonly unknown[], source: PipelineSource): Stage {
	const depth = (source.depth ?? 0) + 1;
	uassert(depth <= depthMax, 232, `Maximum number of nested sub-pipelines exceeded. Limit is ${depthMax}`);
	const stages = compileStages(pipeline, {...source, depth});
	return next => stages.reduceRight((following, stage) => stage(following), next);
}

/**
 * The same, each stage for itself.
 *
 * @param head What the first stage gives, where that is known already.
 */
export function compileStages(pipeline: readonly unknown[], source: PipelineSource, head?: readonly Document[]): readonly Stage[] {
	let inRuns = source.inRuns === true;
	return pipeline.map((stage, index) => {
		const compiledStage = head && index === 0 ? whole(() => head) : compileStage(stage, {...source, inRuns}, index);
		inRuns &&= keepsRuns(stage as Document);
		return compiledStage;
	});
}

/** Whether documents of equal `_id` still come one after the other behind a stage. */
function keepsRuns(stage: Document): boolean {
	const {$unwind} = stage;
	const {path = $unwind, includeArrayIndex = ''} = isDocument($unwind) ? $unwind : {};
	return (
		Object.hasOwn(stage, '$match') ||
		(typeof path === 'string' && typeof includeArrayIndex === 'string' && ![path.slice(1), includeArrayIndex].some(field => field.split('.')[0] === '_id'))
	);
}

function compileStage(stage: unknown, source: PipelineSource, index: number): Stage {
	uassert(isDocument(stage), 'TypeMismatch', "Each element of the 'pipeline' array must be an object");
	const [name, ...more] = Object.keys(stage);
	uassert(name !== undefined && more.length === 0, 40_323, 'A pipeline stage specification object must contain exactly one field.');
	if (name === '$geoNear') {
		throw index === 0
			? notSupported('$geoNear in a pipeline inside another')
			: new MongoError(40_603, '$geoNear was not the first stage in the pipeline after optimization. Is optimization disabled or inhibited?');
	}

	uassert(!heads.has(name) || (index === 0 && name === '$documents'), 40_602, `${name} is only valid as the first stage in a pipeline.`);
	const compile = Object.hasOwn(stages, name) ? stages[name] : undefined;
	if (!compile) {
		uassert(name !== '$changeStream', 40_573, 'The $changeStream stage is only supported on replica sets');
		throw refused.has(name) ? notSupported(name) : new MongoError(40_324, `Unrecognized pipeline stage name: '${name}'`);
	}

	return compile(stage[name], source, compilePipeline, name);
}
