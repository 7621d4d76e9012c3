/**
 * Node 20 optimizes what runs often; of a program that ends within seconds this takes a third of the processor's time, and gives nothing back. Those
 * since have no such flag. In CI the program runs as its users have it.
 */
export const nodeFlags = process.env['SHOPSTREAM_TEST_THOROUGH'] !== '1' && process.versions.node.startsWith('20.') ? ['--interrupt-budget=600000'] : [];
