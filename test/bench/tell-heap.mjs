// Loaded into each thread of a program that is watched for long: tells once a minute what its heap holds, once what is not needed is collected.
import {appendFileSync} from 'node:fs';
import process from 'node:process';
import {threadId} from 'node:worker_threads';

setInterval(() => {
	globalThis.gc();
	const {heapUsed, rss} = process.memoryUsage();
	appendFileSync(process.env.SHOPSTREAM_BENCH_HEAPS, `${JSON.stringify({threadId, heapUsed, rss, uptimeSeconds: process.uptime()})}\n`);
}, 60_000).unref();
