import type { RunTimePackage } from './run-time-packages.mts';

const row = ({ name, version, licence, by }: RunTimePackage): string =>
	`| [${name}](https://www.npmjs.com/package/${name}) | ${version} | ${licence} | ${by} |`;

/** The page that says what comes along with the package, and under which licence. */
export function licencesPage(packages: readonly RunTimePackage[]): string {
	return `# Licences

What is installed beside this package, which is under the [MIT licence](../LICENSE) itself. \`npm run docs\` makes this
page from package-lock.json; a test refuses a licence that asks for more than that its text comes along.

| package | version | licence | by |
| --- | --- | --- | --- |
${packages.map(row).join('\n')}
`;
}
