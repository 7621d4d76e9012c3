import {ensureSupported, uassert} from '../mongo-error.ts';
import {isDocument, type Document} from '../values/document.ts';
import {$group} from './group.ts';
import {$facet, $lookup} from './joining-stages.ts';
import {$addFields, $project, $replaceRoot, $replaceWith, $unset, $unwind} from './reshaping-stages.ts';
import {$count, $documents, $limit, $match, $sample, $skip, $sort, $sortByCount} from './selecting-stages.ts';
import {whole, type PipelineSource, type Stage, type StageCompiler} from './stage.ts';

/** The stages by name. */
export const stages: Readonly<Record<string, StageCompiler>> = {
	$addFields,
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
	$unset,
	$unwind,
};

/** Stages that produce documents of their own and may only stand first. `aggregate` itself produces them. */
const heads = new Set(['$collStats', '$indexStats', '$currentOp']);

const refused = new Set(
	[
		'$bucket $bucketAuto $densify $fill $geoNear $graphLookup $listLocalSessions $listSearchIndexes $listSessions $merge $out',
		'$planCacheStats $querySettings $rankFusion $redact $search $searchMeta $setWindowFields $shardedDataDistribution',
		'$unionWith $vectorSearch',
	].flatMap(names => names.split(' ')),
);

/**
 * Compiles an aggregation pipeline; every stage and expression in it is checked before the first document is read.
 *
 * @throws MongoError 40324 for an unknown stage, `NotImplemented` for one that this engine has not.
 */
export function compilePipeline(pipeline: readonly unknown[], source: PipelineSource): Stage {
	const compiled = compileStages(pipeline, source);
	return next => compiled.reduceRight((following, stage) => stage(following), next);
}

/** Compiles the stages of a pipeline one by one. @param head What the first stage gives, where that is known already. */
export function compileStages(pipeline: readonly unknown[], source: PipelineSource, head?: readonly Document[]): readonly Stage[] {
	let inRuns = source.inRuns === true;
	uassert(pipeline.length <= 1000, 7_749_501, 'Pipeline length must be no longer than 1000 stages.');
	return pipeline.map((stage, index) => {
		const compiledStage = head && index === 0 ? whole(() => head) : compileStage(stage, {...source, inRuns}, index);
		inRuns &&= keepsRuns(stage as Document);
		return compiledStage;
	});
}

/** Whether documents of equal `_id` still come one after the other behind a stage. */
function keepsRuns(stage: Document): boolean {
	const {$unwind} = stage;
	const {path = $unwind} = isDocument($unwind) ? $unwind : {};
	return Object.hasOwn(stage, '$match') || (typeof path === 'string' && path.slice(1).split('.')[0] !== '_id');
}

function compileStage(stage: unknown, source: PipelineSource, index: number): Stage {
	uassert(isDocument(stage), 'TypeMismatch', "Each element of the 'pipeline' array must be an object");
	const [name = '', ...more] = Object.keys(stage);
	uassert(name !== '' && more.length === 0, 40_323, 'A pipeline stage specification object must contain exactly one field.');
	uassert(!heads.has(name) && (name !== '$documents' || index === 0), 40_602, `${name} is only valid as the first stage in a pipeline.`);
	const moved = '$geoNear was not the first stage in the pipeline after optimization. Is optimization disabled or inhibited?';
	uassert(name !== '$geoNear' || index === 0, 40_603, moved);
	uassert(name !== '$changeStream', 40_573, 'The $changeStream stage is only supported on replica sets');
	const compile = Object.hasOwn(stages, name) ? stages[name] : undefined;
	ensureSupported(compile ?? !refused.has(name), name);
	uassert(compile, 40_324, `Unrecognized pipeline stage name: '${name}'`);
	return compile(stage[name], source, compilePipeline, name);
}
