// Runs before n8n-core is imported: it reads these once.
const { join } = require('node:path');

process.env.NODE_ENV = 'test';
process.env.N8N_USER_FOLDER = join(process.env.TEST_FOLDER, process.env.JEST_WORKER_ID);
process.env.N8N_ENCRYPTION_KEY = 'plainly-fake';
process.env.N8N_LOG_LEVEL = 'silent';
