// What a MySQL server says no with: number, state and words as it writes them.

export class SqlError extends Error {
  readonly code: number
  readonly state: string
  constructor(code: number, state: string, message: string) {
    super(message)
    this.code = code
    this.state = state
  }
}

const error = (code: number, state: string, message: string): SqlError => new SqlError(code, state, message)

export const SQL_ERRORS = {
  syntax: (near: string) => error(1064, '42000', `You have an error in your SQL syntax; check the manual that corresponds to your MySQL server version for the right syntax to use near '${near.slice(0, 80)}' at line 1`),
  /** For what MySQL can do and this server cannot. */
  notYet: (what: string) => error(1235, '42000', `This version of MySQL doesn't yet support '${what}'`),
  databaseExists: (name: string) => error(1007, 'HY000', `Can't create database '${name}'; database exists`),
  noDatabaseToDrop: (name: string) => error(1008, 'HY000', `Can't drop database '${name}'; database doesn't exist`),
  unknownDatabase: (name: string) => error(1049, '42000', `Unknown database '${name}'`),
  noneSelected: () => error(1046, '3D000', 'No database selected'),
  tableExists: (name: string) => error(1050, '42S01', `Table '${name}' already exists`),
  unknownTable: (name: string) => error(1051, '42S02', `Unknown table '${name}'`),
  noTable: (name: string) => error(1146, '42S02', `Table '${name}' doesn't exist`),
  tableFull: (name: string) => error(1114, 'HY000', `The table '${name}' is full`),
  unknownColumn: (name: string, where: string) => error(1054, '42S22', `Unknown column '${name}' in '${where}'`),
  ambiguous: (name: string) => error(1052, '23000', `Column '${name}' in field list is ambiguous`),
  duplicateColumn: (name: string) => error(1060, '42S21', `Duplicate column name '${name}'`),
  noColumnToDrop: (name: string) => error(1091, '42000', `Can't DROP '${name}'; check that column/key exists`),
  notNull: (name: string) => error(1048, '23000', `Column '${name}' cannot be null`),
  noDefault: (name: string) => error(1364, 'HY000', `Field '${name}' doesn't have a default value`),
  duplicate: (value: string, key: string) => error(1062, '23000', `Duplicate entry '${value}' for key '${key}'`),
  tooLong: (name: string, row: number) => error(1406, '22001', `Data too long for column '${name}' at row ${row}`),
  outOfRange: (name: string, row: number) => error(1264, '22003', `Out of range value for column '${name}' at row ${row}`),
  incorrect: (type: string, value: string, name: string, row: number) => error(1366, 'HY000', `Incorrect ${type} value: '${value}' for column '${name}' at row ${row}`),
  incorrectTime: (type: string, value: string, name: string, row: number) => error(1292, '22007', `Incorrect ${type} value: '${value}' for column '${name}' at row ${row}`),
  counts: (row: number) => error(1136, '21S01', `Column count doesn't match value count at row ${row}`),
  unknownFunction: (name: string) => error(1305, '42000', `FUNCTION ${name} does not exist`),
  parameters: (name: string) => error(1582, '42000', `Incorrect parameter count in the call to native function '${name}'`),
  unknownVariable: (name: string) => error(1193, 'HY000', `Unknown system variable '${name}'`),
  readOnlyVariable: (name: string) => error(1238, 'HY000', `Variable '${name}' is a read only variable`),
  tooMuch: () => error(3024, 'HY000', 'Query execution was interrupted, maximum statement execution time exceeded'),
  group: () => error(1111, 'HY000', 'Invalid use of group function'),
  moreThanOneRow: () => error(1242, '21000', 'Subquery returns more than 1 row'),
  moreThanOneColumn: () => error(1241, '21000', 'Operand should contain 1 column(s)'),
  readOnly: (option: string) => error(1290, 'HY000', `The MySQL server is running with the --${option} option so it cannot execute this statement`),
  denied: (user: string, host: string, usingPassword: boolean) => error(1045, '28000', `Access denied for user '${user}'@'${host}' (using password: ${usingPassword ? 'YES' : 'NO'})`),
  deniedDatabase: (user: string, database: string) => error(1044, '42000', `Access denied for user '${user}'@'%' to database '${database}'`),
  userFails: (what: string, user: string) => error(1396, 'HY000', `Operation ${what} failed for '${user}'@'%'`),
  notAReplica: () => error(1200, 'HY000', 'The server is not configured as slave; fix in config file or with CHANGE MASTER TO'),
  running: () => error(1198, 'HY000', 'This operation cannot be performed with a running slave; run STOP SLAVE first'),
} as const
