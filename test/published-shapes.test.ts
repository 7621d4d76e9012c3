// What the requests to BigQuery are checked with finds what is wrong.
import {expect, test} from 'vitest';
import {faultsOf, knownShapes, queryFaults} from './published-shapes.ts';

test('the types of the API are known', () => {
	expect(knownShapes).toBeGreaterThan(200);
});

const configuration = {query: {query: 'select 1', useLegacySql: false}};
const jobReference = {projectId: 'p', jobId: 'j', location: 'US'};

test.each<[object, string[]]>([
	[{jobReference, configuration}, []],
	[{jobReference: {projectId: 'p'}, configuration}, ['IJob.jobReference.jobId is required']],
	[{jobReference, configuration: {...configuration, dryrun: true}}, ['IJob.configuration.dryrun is unknown']],
	[{jobReference, configuration: {query: {...configuration.query, maximumBytesBilled: 5}}}, ['IJob.configuration.query.maximumBytesBilled is 5, not string']],
	[
		{jobReference, configuration: {load: {sourceUris: 'gs://b/x', schema: {fields: [{name: 'a'}]}}}},
		[
			'IJob.configuration.load.destinationTable is required',
			'IJob.configuration.load.sourceUris is no array',
			'IJob.configuration.load.schema.fields[0].type is required',
		],
	],
])('%j', (job, faults) => {
	expect(faultsOf(job, 'IJob')).toEqual(faults);
});

test('what a query may say is another thing for each method', () => {
	const query = new URLSearchParams('location=US&maxResults=5&prettyPrint=false');
	expect(queryFaults(query, 'jobs.IGetQueryResultsParams')).toEqual([]);
	expect(queryFaults(query, 'tabledata.IListParams')).toEqual(['tabledata.IListParams.location is unknown']);
});
