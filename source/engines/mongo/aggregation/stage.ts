import type {CompileScope} from '../expressions/compile-expression.ts';
import type {Document} from '../values/document.ts';
import type {WorkLimit} from './work-limit.ts';

/** A running stage: documents in, documents out. The documents that come in are shared and never changed. */
export type Stage = (documents: readonly Document[]) => readonly Document[];

/** What a pipeline is compiled with. */
export type PipelineSource = {
	readonly scope: CompileScope;
	readonly limit: WorkLimit;
	/** The documents of another collection of the same database; none when there is no such collection. */
	documentsOf(collection: string): readonly Document[];
};

/** Compiles the operand of a stage. `compile` compiles a pipeline inside it. */
export type StageCompiler = (operand: unknown, source: PipelineSource, compile: PipelineCompiler, name: string) => Stage;

export type PipelineCompiler = (stages: readonly unknown[], source: PipelineSource) => Stage;
