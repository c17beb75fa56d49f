import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { blocksOf } from '../documents/blocks';
import { aCertificate } from '../n8n/a-certificate';

/** The page with what every nginx needs, and rules of its own. */
export const PROXY_PAGE = 'how-to-run-behind-a-proxy.md';

/** What a page's rules need around them. */
interface Place {
	readonly folder: string;
	readonly port: number;
}

/** The blocks of a page that are written in this language, in their order. */
function rulesOf(path: string, language: string): readonly string[] {
	const text = readFileSync(join(__dirname, '../../docs', path), 'utf8');
	const written = blocksOf({ path, text }).filter((block) => block.language === language);
	return written.map((block) => block.text);
}

/** The lines that all servers share, and the rules of the page, at another port and place. */
export function nginxConfiguration(page: string, { folder, port }: Place): string {
	const { key, cert } = aCertificate();
	writeFileSync(join(folder, 'key.pem'), key);
	writeFileSync(join(folder, 'cert.pem'), cert);
	const [shared = ''] = rulesOf(PROXY_PAGE, 'nginx');
	const rules = rulesOf(page, 'nginx').slice(page === PROXY_PAGE ? 1 : 0);
	const http = [shared, ...rules]
		.join('\n')
		.replaceAll('/etc/ssl/n8n', folder)
		.replaceAll('/var/log/nginx', folder)
		.replaceAll('listen 443 ssl;', `listen 127.0.0.1:${String(port)} ssl;`);
	const folders = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
		.map((name) => `${name}_temp_path ${folder}/${name};`)
		.join('\n');
	return `daemon off;
master_process off;
pid ${folder}/pid;
error_log ${folder}/error.log;
events {}
http {
${folders}
${http}
}
`;
}

/** The rules of the page at another port, with certificates that Caddy makes by itself. */
export function caddyConfiguration(page: string, { folder, port }: Place): string {
	return `{
	admin off
	default_bind 127.0.0.1
	https_port ${String(port)}
	auto_https disable_redirects
	local_certs
	skip_install_trust
	storage file_system ${folder}
}
${rulesOf(page, 'caddyfile').join('\n')}`;
}
