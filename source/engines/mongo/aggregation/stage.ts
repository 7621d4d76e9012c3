import type {CompileScope} from '../expressions/compile-expression.ts';
import type {Document} from '../values/document.ts';
import type {WorkLimit} from './work-limit.ts';

/** Takes documents one by one, and is told when there are no more. What comes in is shared and never changed. */
export type Sink = {
	/** The fields that it reads, when it keeps no document after `add`. The caller may then pass the same object again with other values. */
	readonly reads?: ReadonlySet<string> | undefined;
	add(document: Document): void;
	end(): void;
};

/** A compiled stage: begins a run of it, whose results go to the next sink. */
export type Stage = (next: Sink) => Sink;

/** What a pipeline is compiled with. */
export type PipelineSource = {
	readonly scope: CompileScope;
	readonly limit: WorkLimit;
	/** Whether documents of equal `_id` come one after the other, as they do from a collection. */
	readonly inRuns?: boolean;
	/** The documents of another collection of the same database; none when there is no such collection. */
	documentsOf(collection: string): readonly Document[];
};

/** Compiles the operand of a stage. `compile` compiles a pipeline inside it. */
export type StageCompiler = (operand: unknown, source: PipelineSource, compile: PipelineCompiler, name: string) => Stage;

type PipelineCompiler = (stages: readonly unknown[], source: PipelineSource) => Stage;

/** A stage that does its work for each document. */
export function each(run: (document: Document, next: Sink) => void): Stage {
	return next => ({
		add(document) {
			run(document, next);
		},
		end: next.end,
	});
}

/** A stage that gives one document for each. */
export function mapping({limit}: PipelineSource, map: (document: Document) => Document): Stage {
	return each((document, next) => {
		limit.tick();
		next.add(map(document));
	});
}

/** A stage that needs all documents before it gives the first. */
export function whole(run: (documents: Document[]) => readonly Document[]): Stage {
	return next => {
		const {sink, results} = collecting();
		return {
			add: sink.add,
			end() {
				for (const document of run(results)) {
					next.add(document);
				}

				next.end();
			},
		};
	};
}

/** A sink that keeps what it is given. */
export function collecting(): {readonly sink: Sink; readonly results: Document[]} {
	const results: Document[] = [];
	return {sink: {add: document => void results.push(document), end() {}}, results};
}

/** Runs a stage over documents. */
export function runStage(stage: Stage, documents: Iterable<Document>): Document[] {
	const {sink, results} = collecting();
	const first = stage(sink);
	for (const document of documents) {
		first.add(document);
	}

	first.end();
	return results;
}
