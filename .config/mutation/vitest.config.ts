import {defineConfig} from 'vitest/config';
import base from '../vitest.config.ts';

// Only the tests of the chosen groups.
export default defineConfig({...base, test: {...base.test, include: (process.env['SHOPSTREAM_MUTATION_TESTS'] ?? '').split(' ')}});
