export const HELP = `Usage: incoming-api <command> --sqlite FILE [options]

Commands:
  audit verify   Verify every chain of the audit log
  audit export   Write the audit log to standard output, one JSON text per line

Options:
  --sqlite FILE  SQLite file of the realm
  --realm NAME   Name of the realm (default: default)
  --anchor FILE  audit verify: anchor file to compare with
                 (default: what INCOMING_API_AUDIT_ANCHOR names)
  --from TIME    audit export: only entries from this moment on
  --to TIME      audit export: only entries before this moment
  --user NAME    audit export: only entries about calls of this user
  --json         Write the result as JSON
  --help         Show this text

The passphrase of the realm, or its key as base64, is read from INCOMING_API_PASSPHRASE, from the
file that INCOMING_API_PASSPHRASE_FILE names, or asked for. It is never an argument.

Exit codes: 0 all is well, 1 something does not hold, 2 wrong usage or the realm cannot be opened.
`;
