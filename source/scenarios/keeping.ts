/** How much a scenario's world keeps, and what a fact takes in each layer: measured with this program, on facts that it made. */
export type Keeping = {
	readonly facts: number;
	readonly years: number;
	readonly bytesPerFact: {
		/** Tables and indexes. */
		readonly postgres: number;
		/** A document as BSON, without indexes. */
		readonly mongo: number;
		/** A line of the archive as a text value, by MEMORY USAGE. */
		readonly redis: number;
		/** In a gzip file of a day. */
		readonly gcs: number;
		/** As a warehouse counts: a text has its bytes and two, a number or an instant eight. */
		readonly history: number;
	};
};
