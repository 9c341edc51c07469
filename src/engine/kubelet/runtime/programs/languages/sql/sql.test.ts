// SQL as a server of MySQL answers it: what is read, what it is worth, and what is refused in which words.
import { describe, expect, test } from 'vitest'
import type { ProgramStart } from '../../program.ts'
import { runExec } from '../../exec.ts'
import { runProgram } from '../../run.ts'
import { statementsIn } from './lexer.ts'
import { like } from './values.ts'

const server: ProgramStart = { image: 'mysql:8.4', env: { MYSQL_ROOT_PASSWORD: 'x' }, hostname: 'db-0', startedAt: Date.UTC(2026, 0, 2, 3, 4, 0), seed: 's', restartCount: 0 }
const SHOP = `CREATE DATABASE shop; USE shop;
CREATE TABLE customers (id INT AUTO_INCREMENT PRIMARY KEY, name VARCHAR(10) NOT NULL, town VARCHAR(20) DEFAULT 'Bern');
INSERT INTO customers (name, town) VALUES ('Ann','Rome'), ('Bob',NULL); INSERT INTO customers (name) VALUES ('cid');
CREATE TABLE orders (customer INT, price DECIMAL(8,2)); INSERT INTO orders VALUES (1, 2.5), (1, 4), (3, 10.25);`
/** What the client prints for statements, without the names of columns. */
const asked = (sql: string, before = SHOP) => {
  const { stdout, stderr } = runExec(server, [], 20_000, ['mysql', '-px', '-N', '-e', `${before} ${sql}`])
  return stdout + stderr.split('\n').slice(1).join('\n').replace(/ at line \d+/, '')
}

describe('questions', () => {
  test.each([
    ["SELECT 1+1, 'a', NULL, 7/2, 7 DIV 2, -3 % 2", '2\ta\tNULL\t3.5000\t3\t-1\n'],
    ['SELECT 1 + 2 * 3 = 7 AND NOT 0, 1 OR NULL, NULL AND 1, NULL <=> NULL', '1\t1\tNULL\t1\n'],
    ["SELECT 'abc' LIKE 'A_c%', 'a' IN ('b', NULL), 2 BETWEEN 1 AND 3, 5 IS NOT NULL", '1\tNULL\t1\t1\n'],
    ["SELECT CONCAT('a', 1, 'b'), UPPER('x'), SUBSTRING('hello', 2, 3), COALESCE(NULL, 'z'), IF(1 > 2, 'y', 'n'), ROUND(2.345, 2)", 'a1b\tX\tell\tz\tn\t2.35\n'],
    ["SELECT CASE WHEN 1 = 2 THEN 'a' ELSE 'b' END, CAST('12x' AS SIGNED), LENGTH('é'), CHAR_LENGTH('é')", 'b\t12\t2\t1\n'],
    ['SELECT NOW(), CURDATE(), NOW() - INTERVAL 1 DAY', '2026-01-02 03:04:20\t2026-01-02\t2026-01-01 03:04:20\n'], ["SELECT DATE_ADD('2026-01-31', INTERVAL 1 MONTH), DATEDIFF('2026-03-01', '2026-02-27')", '2026-02-28\t2\n'],
    ['SELECT id, name, town FROM customers', '1\tAnn\tRome\n2\tBob\tNULL\n3\tcid\tBern\n'], ['SELECT name FROM customers WHERE town IS NULL OR id = 3 ORDER BY name DESC', 'cid\nBob\n'],
    ['SELECT COUNT(*), COUNT(town), MAX(id) FROM customers', '3\t2\t3\n'], ['SELECT SUM(price), AVG(price) FROM orders', '16.75\t5.583333\n'],
    ['SELECT customer, SUM(price) total FROM orders GROUP BY customer HAVING total > 6 ORDER BY total DESC', '3\t10.25\n1\t6.50\n'],
    ['SELECT c.name, o.price FROM customers c LEFT JOIN orders o ON o.customer = c.id ORDER BY c.id, o.price', 'Ann\t2.50\nAnn\t4.00\nBob\tNULL\ncid\t10.25\n'],
    ['SELECT name FROM customers WHERE id IN (SELECT customer FROM orders WHERE price > 5)', 'cid\n'], ['SELECT name, (SELECT COUNT(*) FROM orders WHERE customer = customers.id) n FROM customers LIMIT 1 OFFSET 1', 'Bob\t0\n'],
    ['SELECT DISTINCT customer FROM orders', '1\n3\n'], ["UPDATE customers SET town = 'Oslo', name = CONCAT(name, '!') WHERE id < 3; SELECT name, town FROM customers", 'Ann!\tOslo\nBob!\tOslo\ncid\tBern\n'],
    ["DELETE FROM customers WHERE id = 3; INSERT INTO customers (name) VALUES ('dan'); SELECT id, name FROM customers", '1\tAnn\n2\tBob\n4\tdan\n'],
    ["INSERT INTO customers (id, name) VALUES (1, 'eve') ON DUPLICATE KEY UPDATE name = VALUES(name); SELECT name FROM customers WHERE id = 1", 'eve\n'], ['ALTER TABLE orders ADD COLUMN paid BOOL DEFAULT 0 AFTER customer; SELECT * FROM orders LIMIT 1', '1\t0\t2.50\n'],
    ["SHOW DATABASES LIKE 's%'; SHOW TABLES", 'shop\nsys\ncustomers\norders\n'], ['DESC orders', 'customer\tint\tYES\t\tNULL\t\nprice\tdecimal(8,2)\tYES\t\tNULL\t\n'], ['SELECT @@server_id, @@hostname, DATABASE(), VERSION(), USER()', '1\tdb-0\tshop\t8.4.7\troot@localhost\n'],
    ["SET @a = 4; SELECT @a * 2; SELECT user FROM mysql.user", '8\nroot\n'], ['TRUNCATE orders; SELECT * FROM orders; DROP TABLE orders; DROP DATABASE shop; SHOW DATABASES', 'information_schema\nmysql\nperformance_schema\nsys\n'],
  ])('%s', (sql, says) => expect(asked(sql)).toBe(says))
})

describe('what is refused', () => {
  test.each([
    ['SELEC 1', "ERROR 1064 (42000): You have an error in your SQL syntax; check the manual that corresponds to your MySQL server version for the right syntax to use near 'SELEC 1' at line 1\n"],
    ['SELECT * FROM nobody', "ERROR 1146 (42S02): Table 'shop.nobody' doesn't exist\n"], ['USE nobody', "ERROR 1049 (42000): Unknown database 'nobody'\n"], ['SELECT colour FROM customers', "ERROR 1054 (42S22): Unknown column 'colour' in 'field list'\n"],
    ['SELECT 1 FROM orders WHERE colour = 1', "ERROR 1054 (42S22): Unknown column 'colour' in 'where clause'\n"], ['CREATE DATABASE shop', "ERROR 1007 (HY000): Can't create database 'shop'; database exists\n"], ['DROP TABLE nobody', "ERROR 1051 (42S02): Unknown table 'shop.nobody'\n"],
    ["INSERT INTO customers VALUES (1, 'x', 'y')", "ERROR 1062 (23000): Duplicate entry '1' for key 'customers.PRIMARY'\n"], ['INSERT INTO customers (name) VALUES (NULL)', "ERROR 1048 (23000): Column 'name' cannot be null\n"], ["INSERT INTO customers (town) VALUES ('x')", "ERROR 1364 (HY000): Field 'name' doesn't have a default value\n"],
    ["INSERT INTO customers (name) VALUES ('longer than ten')", "ERROR 1406 (22001): Data too long for column 'name' at row 1\n"], ["INSERT INTO orders VALUES ('x', 1)", "ERROR 1366 (HY000): Incorrect integer value: 'x' for column 'customer' at row 1\n"],
    ['INSERT INTO orders VALUES (1)', "ERROR 1136 (21S01): Column count doesn't match value count at row 1\n"], ['START TRANSACTION', "ERROR 1235 (42000): This version of MySQL doesn't yet support 'transactions'\n"], ['SELECT nope(1)', 'ERROR 1305 (42000): FUNCTION shop.nope does not exist\n'],
    ['SELECT COUNT(*) FROM customers WHERE COUNT(*) > 1', 'ERROR 1111 (HY000): Invalid use of group function\n'], ['SELECT @@nope', "ERROR 1193 (HY000): Unknown system variable 'nope'\n"],
  ])('%s', (sql, says) => expect(asked(sql)).toBe(says))
  test('no database is chosen', () => expect(asked('SHOW TABLES', '')).toBe('ERROR 1046 (3D000): No database selected\n'))
  test('what would take for ever is interrupted, and what is nested beyond measure is no SQL', () => {
    const many = `INSERT INTO orders VALUES ${Array.from({ length: 1500 }, (_, i) => `(${i},1)`).join(',')};`
    expect(asked(`${many} SELECT COUNT(*) FROM orders a, orders b`)).toContain('ERROR 3024')
    expect(asked(`SELECT ${'('.repeat(5000)}1`)).toContain('ERROR 1064')
    expect(asked(`SELECT 1${'+1'.repeat(5000)}`)).toContain('ERROR 1064')
  })
})

test.each([['a;b', ['a', 'b']], ["SELECT ';' -- ; no\n; x", ["SELECT ';' -- ; no", 'x']], ['a\\G b', ['a', 'b']], ["SELECT 'open; x", ["SELECT 'open; x"]], ['/* ; */ a;', ['/* ; */ a']]])('statements of %j', (text, parts) => {
  const { statements, rest } = statementsIn(text)
  expect([...statements.map(({ sql }) => sql), ...(rest.trim() === '' ? [] : [rest.trim()])]).toEqual(parts)
})

test.each([['abc', 'a%', true], ['abc', '%C', true], ['abc', '_b_', true], ['abc', '_b', false], ['a%c', 'a\\%c', true], ['abc', 'a\\%c', false], ['', '%', true], ['aaaaaaaaaaaaaaaaaaaaaaaaaaaaab', '%a%a%a%a%a%c', false]])('%j like %j: %j', (text, pattern, yes) => expect(like(text, pattern)).toBe(yes))

test('what a server has written is there again when another one begins with its files', () => {
  const incoming = [{ atMs: 10_000, port: 3306, kind: 'sql' as const, from: '10.0.0.9', method: 'WRITE', body: JSON.stringify({ user: 'root', password: 'x', statements: ['CREATE DATABASE d', 'CREATE TABLE d.t (a INT)', 'INSERT INTO d.t VALUES (7)'] }) }]
  const written = runProgram({ ...server, incoming }, [], 12_000).files
  const files: Record<string, string> = {}
  for (const { path, text } of written) files[path] = text as string
  const later = runExec({ ...server, env: {}, seed: 't', files }, [], 5000, ['mysql', '-px', '-N', '-e', 'SELECT a FROM d.t'])
  expect(later).toMatchObject({ stdout: '7\n', exitCode: 0 })
})
