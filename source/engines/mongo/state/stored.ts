import type {Document} from '../values/document.ts';
import {compactDocument} from '../values/compact-value.ts';
import {heapBytesOf} from './heap-bytes.ts';
import type {Space} from './storage-quota.ts';

/** A stored document; it is never changed, only replaced, and then gone. */
export type Stored = Space & {readonly document: Document; isGone: boolean};

/** A document with what it takes. */
export function storedOf(document: Document, bytes: Uint8Array): Stored {
	return {document: compactDocument(document), bytes: bytes.length, heapBytes: heapBytesOf(bytes), isGone: false};
}
