// Runs once before all tests: says which services are missing and lets their tests know.
const { Client } = require('pg');

/** As often as it takes where it has to be there: it may have been started a moment ago. */
async function connect(connectionString) {
	const until = Date.now() + (process.env.REQUIRE_SERVICES === '1' ? 60_000 : 0);
	for (;;) {
		const client = new Client({ connectionString, connectionTimeoutMillis: 2000 });
		try {
			await client.connect();
			return client;
		} catch (error) {
			if (Date.now() > until) throw error;
			await new Promise((resolve) => setTimeout(resolve, 500));
		}
	}
}

module.exports = async () => {
	process.env.TEST_POSTGRES_URL ??= 'postgres://postgres@127.0.0.1:5432/test';
	try {
		const client = await connect(process.env.TEST_POSTGRES_URL);
		await client.end();
	} catch (error) {
		if (process.env.REQUIRE_SERVICES === '1') throw error;
		process.env.TEST_WITHOUT_POSTGRES = '1';
		const place = new URL(process.env.TEST_POSTGRES_URL).host;
		console.log(`\nPostgreSQL does not answer at ${place}: the tests that need it are skipped.`);
	}
};
