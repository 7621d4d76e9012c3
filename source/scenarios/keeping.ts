/** How many facts a scenario keeps, and the bytes of a fact in each layer. Measured with this program, on facts that it made. */
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
		/** In the gzip file of a day. */
		readonly gcs: number;
		/** As a warehouse charges: two bytes more than a text has, eight for a number or an instant. */
		readonly history: number;
	};
};
