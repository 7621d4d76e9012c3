import type {Collection} from 'mongodb';
import type {FactDocument, Facts} from '../scenarios/scenario.ts';

/** Facts of one insert. */
export const batchSize = 1000;

/** The facts of a scenario, and where they are kept. */
export type FactsCollection = {readonly facts: Facts; readonly collection: Collection<FactDocument>; readonly address: string};
