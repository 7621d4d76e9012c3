import type {LayerName} from '../../layers/layers.ts';

/** A way by where it leads: into a layer, or from the one that answers them to the readers. */
export type Way = LayerName | 'readers';

/** When something moved along each way, epoch milliseconds, oldest first; only what may still be on its way. */
export type Moves = Readonly<Partial<Record<Way, readonly number[]>>>;

/** So long a move is seen on its way, in milliseconds. */
export const travelMs = 1000;

/** So often it is drawn meanwhile; of what moves closer together one is drawn for all. */
export const stepMs = 200;
