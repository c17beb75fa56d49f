// Runs before n8n-core is imported: it reads these once.
const { mkdtempSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

process.env.NODE_ENV = 'test';
process.env.N8N_USER_FOLDER = mkdtempSync(join(tmpdir(), 'n8n-'));
process.env.N8N_ENCRYPTION_KEY = 'plainly-fake';
process.env.N8N_LOG_LEVEL = 'silent';
