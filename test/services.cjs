// Runs once before all tests: says which services are missing and lets their tests know.
const { Client } = require('pg');

module.exports = async () => {
	process.env.TEST_POSTGRES_URL ??= 'postgres://postgres@127.0.0.1:5432/test';
	const client = new Client({
		connectionString: process.env.TEST_POSTGRES_URL,
		connectionTimeoutMillis: 2000,
	});
	try {
		await client.connect();
		await client.end();
	} catch (error) {
		if (process.env.REQUIRE_SERVICES === '1') throw error;
		process.env.TEST_WITHOUT_POSTGRES = '1';
		const place = new URL(process.env.TEST_POSTGRES_URL).host;
		console.log(`\nPostgreSQL does not answer at ${place}: the tests that need it are skipped.`);
	}
};
