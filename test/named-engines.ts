// The embedded engines in the test's own process, named to the program by their addresses: it starts none, which is most of what a command costs.
import {startMongoEngine} from '../source/engines/mongo/start-mongo-engine.ts';
import {startRedisEngine} from '../source/engines/redis/start-redis-engine.ts';
import {createBucket, startEmbedded} from './engines/gcs/open-gcs.ts';
import {takePostgres} from './shared-postgres.ts';

export type NamedEngines = {
	/** What names them all. */
	readonly flags: readonly string[];
	readonly mongoUrl: string;
	close(): Promise<void>;
};

export async function startNamedEngines(): Promise<NamedEngines> {
	const [postgres, mongo, redis, gcs] = await Promise.all([takePostgres(), startMongoEngine({}), startRedisEngine({}), startEmbedded()]);
	const bucket = 'lesson-archive';
	await createBucket(gcs.endpoint, bucket);
	const mongoUrl = `mongodb://127.0.0.1:${mongo.port}`;
	return {
		flags: [
			'--postgres-url',
			postgres.url,
			'--mongo-url',
			mongoUrl,
			'--redis-url',
			`redis://127.0.0.1:${redis.port}`,
			'--bucket',
			bucket,
			'--gcs-endpoint',
			gcs.endpoint,
		],
		mongoUrl,
		async close() {
			await Promise.all([postgres.giveBack(), mongo.close(), redis.close(), gcs.stop()]);
		},
	};
}
